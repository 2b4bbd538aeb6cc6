// A square over which a surface lies.
uniform vec4 view;
uniform vec4 area;  // left, top, width, height

out vec2 at;  // 0 to 1 from the top left

void main() {
    at = vec2(gl_VertexID % 2, gl_VertexID / 2);
    vec2 point = area.xy + at * area.zw;
    gl_Position = vec4((point - view.xy) * view.zw * vec2(1.0, -1.0) + vec2(-1.0, 1.0), 0.0, 1.0);
}
