precision highp float;

uniform vec3 light;

in vec2 from_center;
flat in vec2 look;
out vec4 color;

void main() {
    const float kReach = 19.0;
    float away = clamp(length(max(abs(from_center) - look.x, 0.0)) / kReach, 0.0, 1.0);
    float strength = 1.0 - away;
    color = vec4(light * look.y * strength * sqrt(strength), 1.0);
}
