precision highp float;

uniform float ratio;
uniform ivec2 image;          // pixels of a pattern
uniform bool is_smooth;       // between them
uniform sampler2D patterns;   // one a row
uniform sampler2D ramp;

in vec2 from_center;
flat in vec2 tile;
flat in vec4 shape;
flat in vec4 fill_color, rim_color;
out vec4 color;

// Distance to the square with rounded corners, negative inside.
float distance_to(vec2 point, float half_side, float corner) {
    vec2 q = abs(point) - half_side + corner;
    return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - corner;
}

float pattern_of(ivec2 pixel, int row) {
    pixel = clamp(pixel, ivec2(0), image - 1);
    return texelFetch(patterns, ivec2(pixel.y * image.x + pixel.x, row), 0).r;
}

vec3 color_of(float value) {
    return texelFetch(ramp, ivec2(int(value * 255.0 + 0.5), 0), 0).rgb;
}

vec3 field() {
    vec2 at = (from_center + tile.x) / (2.0 * tile.x) * vec2(image);
    int row = int(tile.y);
    if (is_smooth) {
        vec2 place = at - 0.5;
        ivec2 pixel = ivec2(floor(place));
        vec2 share = fract(place);
        return color_of(mix(mix(pattern_of(pixel, row), pattern_of(pixel + ivec2(1, 0), row), share.x),
                            mix(pattern_of(pixel + ivec2(0, 1), row), pattern_of(pixel + ivec2(1, 1), row), share.x),
                            share.y));
    }
    // Where several pixels share a device pixel, their mean.
    int n = clamp(int(float(image.x) / (2.0 * tile.x * ratio) + 0.5), 1, 8);
    ivec2 first = ivec2(floor(at / float(n))) * n;
    float sum = 0.0;
    for (int y = 0; y < n; ++y)
        for (int x = 0; x < n; ++x) sum += pattern_of(first + ivec2(x, y), row);
    return color_of(sum / float(n * n));
}

void main() {
    float edge = distance_to(from_center, tile.x, shape.y);
    float inside = clamp(0.5 - edge * ratio, 0.0, 1.0);
    vec4 ground = fill_color;
    if (tile.y >= 0.0) ground.rgb = mix(ground.rgb, field(), shape.x);
    color = vec4(ground.rgb, 1.0) * (ground.a * inside);

    float rim = clamp(0.5 - (abs(edge - shape.w) - 0.5 * shape.z) * ratio, 0.0, 1.0) * rim_color.a;
    color = color * (1.0 - rim) + vec4(rim_color.rgb, 1.0) * rim;
}
