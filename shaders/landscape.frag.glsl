// The loss on a plane through the weights: a grid of values from 0 (least) to 1, smooth between them, shaded as
// a relief lit from the top left, with a line at every tenth.
in vec2 v_place;  // 0…1, the first row at the top
out vec4 color;
uniform sampler2D u_heights;  // (side, side), red
uniform vec3 u_ramp[6];       // from low to high
uniform float u_relief;       // 1 on dark ground, -1 on light: valleys are to look deep on both

float height_at(ivec2 cell, int side) {
    return texelFetch(u_heights, clamp(cell, ivec2(0), ivec2(side - 1)), 0).r;
}

// Catmull-Rom would overshoot; a smoothed bilinear patch does not.
float height(vec2 place) {
    int side = textureSize(u_heights, 0).x;
    vec2 at = place * float(side - 1);
    ivec2 cell = ivec2(floor(at));
    vec2 share = smoothstep(0.0, 1.0, fract(at)) * 0.5 + fract(at) * 0.5;
    return mix(mix(height_at(cell, side), height_at(cell + ivec2(1, 0), side), share.x),
               mix(height_at(cell + ivec2(0, 1), side), height_at(cell + ivec2(1, 1), side), share.x), share.y);
}

void main() {
    float h = height(v_place);
    const float apart = 0.012;
    vec2 slope = vec2(height(v_place + vec2(apart, 0.0)) - height(v_place - vec2(apart, 0.0)),
                      height(v_place + vec2(0.0, apart)) - height(v_place - vec2(0.0, apart)));
    float at = clamp(h, 0.0, 1.0) * 5.0;
    int step_below = min(int(at), 4);
    vec3 ground = mix(u_ramp[step_below], u_ramp[step_below + 1], at - float(step_below));
    ground *= 1.0 + clamp(dot(slope, vec2(2.2)), -0.22, 0.22) * u_relief;
    float tenths = h * 10.0;
    float line = 1.0 - smoothstep(0.6, 1.4, abs(fract(tenths - 0.5) - 0.5) / max(fwidth(tenths), 1e-5));
    color = vec4(mix(ground, u_relief > 0.0 ? vec3(1.0) : vec3(0.08, 0.12, 0.17), 0.28 * line), 1.0);
}
