// A weight: a strip along a Bézier curve that leaves and arrives horizontally, handles at 46 % of the way.
uniform vec4 view;   // left, top, 2 / width, 2 / height of the picture, in CSS pixels
uniform float ratio; // device pixels a CSS pixel
uniform float steps;

layout(location = 0) in vec4 ends;  // x0, y0, x1, y1
layout(location = 1) in vec2 look;  // alpha, below zero for a negative weight; width

out float across;       // device pixels from the middle
flat out float reach;   // half the width in device pixels
flat out float alpha;

void main() {
    float t = float(gl_VertexID / 2) / steps;
    float side = float(gl_VertexID % 2) * 2.0 - 1.0;
    float handle = 0.46 * (ends.z - ends.x);
    vec2 a = ends.xy, d = ends.zw, b = a + vec2(handle, 0.0), c = d - vec2(handle, 0.0);
    float s = 1.0 - t;
    vec2 point = s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d;
    vec2 along = s * s * (b - a) + 2.0 * s * t * (c - b) + t * t * (d - c);
    vec2 normal = normalize(vec2(-along.y, along.x) + vec2(0.0, 1e-6));

    reach = 0.5 * look.y * ratio;
    across = side * (reach + 0.6);
    alpha = look.x;
    point += normal * across / ratio;
    gl_Position = vec4((point - view.xy) * view.zw * vec2(1.0, -1.0) + vec2(-1.0, 1.0), 0.0, 1.0);
}
