# Sources made at build time: shaders and a page as string constants, icon code points. Each is an INTERFACE library
# that carries the folder of its header.
find_program(INKLING_NODE NAMES node nodejs REQUIRED)

# shaders/*.glsl → #include "shaders/embedded.h", nn::shaders::kEdgesVert for shaders/edges.vert.glsl.
file(GLOB shader_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/shaders/*.glsl)
set(shader_header ${INKLING_GENERATED_DIR}/shaders/embedded.h)
add_custom_command(
    OUTPUT ${shader_header}
    COMMAND ${INKLING_NODE} ${PROJECT_SOURCE_DIR}/cmake/pack/shaders.mjs ${shader_header} ${shader_sources}
    DEPENDS ${shader_sources} ${PROJECT_SOURCE_DIR}/cmake/pack/shaders.mjs
    COMMENT "Embedding shaders"
    VERBATIM)
add_custom_target(inkling_shader_header DEPENDS ${shader_header})
add_library(inkling_shaders INTERFACE)
target_include_directories(inkling_shaders INTERFACE ${INKLING_GENERATED_DIR})
add_dependencies(inkling_shaders inkling_shader_header)

# engine/export/page/* → #include "export_page/embedded.h", nn::embedded::kPadJs for pad.js.
file(GLOB export_page_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/engine/export/page/*)
set(export_page_header ${INKLING_GENERATED_DIR}/export_page/embedded.h)
add_custom_command(
    OUTPUT ${export_page_header}
    COMMAND ${INKLING_NODE} ${PROJECT_SOURCE_DIR}/cmake/pack/texts.mjs ${export_page_header} ${export_page_sources}
    DEPENDS ${export_page_sources} ${PROJECT_SOURCE_DIR}/cmake/pack/texts.mjs
    COMMENT "Embedding the exported page"
    VERBATIM)
add_custom_target(inkling_export_page_header DEPENDS ${export_page_header})
add_library(inkling_export_page INTERFACE)
target_include_directories(inkling_export_page INTERFACE ${INKLING_GENERATED_DIR})
add_dependencies(inkling_export_page inkling_export_page_header)

# web/app/icons.txt → #include "icons.h", nn::ui::icon::kStepForward for step-forward.
set(icon_list ${PROJECT_SOURCE_DIR}/web/app/icons.txt)
set(icon_header ${INKLING_GENERATED_DIR}/icons/icons.h)
set(icon_codepoints ${PROJECT_SOURCE_DIR}/node_modules/lucide-static/font/codepoints.json)
add_custom_command(
    OUTPUT ${icon_header}
    COMMAND ${INKLING_NODE} ${PROJECT_SOURCE_DIR}/cmake/pack/icons.mjs
        ${icon_list} ${icon_codepoints} ${icon_header}
    DEPENDS ${icon_list} ${icon_codepoints} ${PROJECT_SOURCE_DIR}/cmake/pack/icons.mjs
    COMMENT "Writing icon code points"
    VERBATIM)
add_custom_target(inkling_icon_header DEPENDS ${icon_header})
add_library(inkling_icons INTERFACE)
target_include_directories(inkling_icons INTERFACE ${INKLING_GENERATED_DIR}/icons)
add_dependencies(inkling_icons inkling_icon_header)
