precision highp float;

uniform float ratio;

in vec2 point;
flat in vec4 segment;
flat in float reach;
out vec4 color;

void main() {
    vec2 a = segment.xy, along = segment.zw - a;
    float t = clamp(dot(point - a, along) / max(dot(along, along), 1e-9), 0.0, 1.0);
    float away = length(point - a - t * along);
    color = vec4(clamp((reach - away) * ratio + 0.5, 0.0, 1.0));
}
