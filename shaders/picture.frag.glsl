precision highp float;

uniform sampler2D picture;
uniform ivec2 corner;  // lower left, in pixels of the screen
uniform vec4 tint;
uniform float is_cover; // 1: the picture says how far the tint covers; 0: it is itself a colour

out vec4 color;

void main() {
    ivec2 at = clamp(ivec2(gl_FragCoord.xy) - corner, ivec2(0), textureSize(picture, 0) - 1);
    vec4 texel = texelFetch(picture, at, 0);
    color = mix(vec4(texel.rgb, 1.0), vec4(tint.rgb, 1.0) * tint.a * texel.r, is_cover);
}
