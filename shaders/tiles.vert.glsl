// A neuron: a rounded square with the image of what excites it.
uniform vec4 view;

layout(location = 0) in vec4 place;  // left, top, side, row of the patterns (below zero: none)
layout(location = 1) in vec4 look;   // share of the pattern, corner, width of the rim, where its middle lies
layout(location = 2) in vec4 fill;
layout(location = 3) in vec4 rim;

out vec2 from_center;
flat out vec2 tile;  // half side, row
flat out vec4 shape;
flat out vec4 fill_color, rim_color;

void main() {
    float half_side = 0.5 * place.z;
    float reach = half_side + max(look.w + 0.5 * look.z, 0.0) + 1.0;
    from_center = (vec2(gl_VertexID % 2, gl_VertexID / 2) * 2.0 - 1.0) * reach;
    tile = vec2(half_side, place.w);
    shape = look;
    fill_color = fill;
    rim_color = rim;
    vec2 point = place.xy + half_side + from_center;
    gl_Position = vec4((point - view.xy) * view.zw * vec2(1.0, -1.0) + vec2(-1.0, 1.0), 0.0, 1.0);
}
