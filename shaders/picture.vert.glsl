// A kept picture, put back pixel by pixel.
uniform vec4 view;
uniform vec4 area;  // left, top, width, height

void main() {
    vec2 point = area.xy + vec2(gl_VertexID % 2, gl_VertexID / 2) * area.zw;
    gl_Position = vec4((point - view.xy) * view.zw * vec2(1.0, -1.0) + vec2(-1.0, 1.0), 0.0, 1.0);
}
