precision highp float;

uniform vec3 positive, negative;
uniform float is_dark;

in float across;
flat in float reach;
flat in float alpha;
out vec4 color;

void main() {
    float cover = clamp(min(reach + 0.5 - abs(across), 2.0 * reach), 0.0, 1.0) * abs(alpha);
    vec3 own = alpha < 0.0 ? negative : positive;
    color = vec4(mix(mix(vec3(1.0), own, cover), own * cover, is_dark), 1.0);
}
