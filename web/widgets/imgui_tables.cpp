// In place of Dear ImGui's file of the same name, 20 kB of WebAssembly: nothing here is drawn by its tables or
// columns, but its windows ask for them at every turn.
#include <imgui_internal.h>

#include <cstdarg>
#include <cstdlib>
#include <string>
#include <string_view>

#ifdef __EMSCRIPTEN__
// All that is asked of it: its OpenGL back end reads "#version 300 es" by "#version %d", and windows would read their
// places from a file, which there is none of. The C library's takes 5 kB.
extern "C" int sscanf(const char* text, const char* format, ...) {
    constexpr std::string_view kStart = "#version ";
    if (format != std::string(kStart) + "%d" || !std::string_view(text).starts_with(kStart))
        return 0;
    va_list arguments;
    va_start(arguments, format);
    *va_arg(arguments, int*) = std::atoi(text + kStart.size());
    va_end(arguments);
    return 1;
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
