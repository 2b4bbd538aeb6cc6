precision highp float;

uniform sampler2D values;  // of the centres of cells; -1 to 1
uniform sampler2D ramp;    // from -1 to 1
uniform int side;          // cells
uniform float is_stepped;

in vec2 at;
out vec4 color;

float value_of(ivec2 cell) {
    return texelFetch(values, clamp(cell, ivec2(0), ivec2(side - 1)), 0).r;
}

vec3 color_of(float value) {
    float last = float(textureSize(ramp, 0).x - 1);
    float place = clamp(0.5 + 0.5 * value, 0.0, 1.0) * last;
    int below = int(place);
    return mix(texelFetch(ramp, ivec2(below, 0), 0).rgb,
               texelFetch(ramp, ivec2(min(below + 1, int(last)), 0), 0).rgb, fract(place));
}

void main() {
    vec2 place = at * float(side) - 0.5;
    ivec2 cell = ivec2(floor(place));
    vec2 share = fract(place);
    float value = mix(mix(value_of(cell), value_of(cell + ivec2(1, 0)), share.x),
                      mix(value_of(cell + ivec2(0, 1)), value_of(cell + ivec2(1, 1)), share.x), share.y);
    // Stepped: one colour on either side, the border as wide as a pixel.
    float step = clamp(value / max(fwidth(value), 1e-6), -1.0, 1.0);
    color = vec4(color_of(mix(value, step, is_stepped)), 1.0);
}
