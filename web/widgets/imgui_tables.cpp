// In place of Dear ImGui's file of the same name, 20 kB of WebAssembly: nothing here is drawn by its tables or
// columns, but its windows ask for them at every turn.
#include <imgui_internal.h>

#ifdef __EMSCRIPTEN__
// Dear ImGui would read the places of windows from a file by it, which there is none of; the C library's takes 5 kB.
extern "C" int sscanf(const char*, const char*, ...) {
    return 0;
}
#endif

namespace ImGui {

void EndTable() {}
void TableEndRow(ImGuiTable*) {}
void TableEndCell(ImGuiTable*) {}
void TablePushColumnChannel(int) {}
void TablePopColumnChannel() {}
void TablePushBackgroundChannel() {}
void TablePopBackgroundChannel() {}
void TableGcCompactTransientBuffers(ImGuiTable*) {}
void TableGcCompactTransientBuffers(ImGuiTableTempData*) {}
void TableGcCompactSettings() {}
void TableSettingsAddSettingsHandler() {}
void EndColumns() {}
void PushColumnsBackground() {}
void PopColumnsBackground() {}

}  // namespace ImGui
