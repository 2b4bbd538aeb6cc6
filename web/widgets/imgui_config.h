// Dear ImGui's compile-time configuration, named by IMGUI_USER_CONFIG.
#pragma once

#define IMGUI_ENABLE_TEST_ENGINE    // item hooks: the accessibility mirror is fed by them
#define IMGUI_DISABLE_DEFAULT_FONT  // the page brings its own fonts
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
#define IMGUI_DISABLE_FILE_FUNCTIONS

// WebGL 2 has no draw call with a base vertex, so 16-bit indices would end at 65,536 vertices a window.
#define ImDrawIdx unsigned int
