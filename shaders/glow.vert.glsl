// Light around a square.
uniform vec4 view;

layout(location = 0) in vec4 glow;  // centre, half side, alpha

out vec2 from_center;
flat out vec2 look;  // half side, alpha

const float kReach = 19.0;

void main() {
    vec2 corner = vec2(gl_VertexID % 2, gl_VertexID / 2) * 2.0 - 1.0;
    from_center = corner * (glow.z + kReach);
    look = glow.zw;
    vec2 point = glow.xy + from_center;
    gl_Position = vec4((point - view.xy) * view.zw * vec2(1.0, -1.0) + vec2(-1.0, 1.0), 0.0, 1.0);
}
