// Parts of SDL that it asks for and that this page never uses, each in place of SDL's own: the linker takes a
// name from here first and leaves SDL's file out, 20 kB of WebAssembly together. The page draws by
// WebGL alone, has no cursor or window icon from pixels, and recognises no gesture but its own pinch.
#include <SDL.h>

#include <cstdlib>

#include "engine/numerics/decimal.h"

extern "C" {

// SDL_gesture.c
int SDL_GestureAddTouch(SDL_TouchID) {
    return 0;
}
int SDL_GestureDelTouch(SDL_TouchID) {
    return 0;
}
void SDL_GestureProcessEvent(SDL_Event*) {}
void SDL_GestureQuit(void) {}

// SDL_surface.c: no surface can be had, which SDL's callers take as out of memory.
SDL_Surface* SDL_CreateRGBSurface(Uint32, int, int, int, Uint32, Uint32, Uint32, Uint32) {
    return nullptr;
}
SDL_Surface* SDL_CreateRGBSurfaceFrom(void*, int, int, int, int, Uint32, Uint32, Uint32, Uint32) {
    return nullptr;
}
SDL_Surface* SDL_ConvertSurfaceFormat(SDL_Surface*, Uint32, Uint32) {
    return nullptr;
}
void SDL_FreeSurface(SDL_Surface*) {}
int SDL_LockSurface(SDL_Surface*) {
    return -1;
}
void SDL_UnlockSurface(SDL_Surface*) {}

// Read by SDL for two hints about the mouse's speed, which nobody sets.
double atof(const char* text) {
    return nn::decimal_value(text).value_or(0.0);
}

}  // extern "C"
