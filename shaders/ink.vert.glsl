// A piece of a stroke: everything nearer to a segment than half the stroke's width.
uniform vec4 view;
uniform float ratio;

layout(location = 0) in vec4 ends;
layout(location = 1) in float half_width;

out vec2 point;
flat out vec4 segment;
flat out float reach;

void main() {
    vec2 along = ends.zw - ends.xy;
    float size = length(along);
    vec2 u = size > 0.0 ? along / size : vec2(1.0, 0.0);
    vec2 corner = vec2(gl_VertexID % 2, gl_VertexID / 2) * 2.0 - 1.0;
    float margin = half_width + 1.0 / ratio;
    point = 0.5 * (ends.xy + ends.zw) + u * corner.x * (0.5 * size + margin) + vec2(-u.y, u.x) * corner.y * margin;
    segment = ends;
    reach = half_width;
    gl_Position = vec4((point - view.xy) * view.zw * vec2(1.0, -1.0) + vec2(-1.0, 1.0), 0.0, 1.0);
}
