/* Dear ImGui's SDL2 back end asks for gamepads, and like SDL's windows for a renderer. There are neither here:
   with these answers the 30 kB of SDL's joystick and renderer subsystems are not linked. */
#include "SDL_gamecontroller.h"
#include "SDL_render.h"

int SDL_NumJoysticks(void) { return 0; }
SDL_bool SDL_IsGameController(int index) {
    (void)index;
    return SDL_FALSE;
}
SDL_GameController *SDL_GameControllerOpen(int index) {
    (void)index;
    return NULL;
}
void SDL_GameControllerClose(SDL_GameController *pad) { (void)pad; }
Uint8 SDL_GameControllerGetButton(SDL_GameController *pad, SDL_GameControllerButton button) {
    (void)pad, (void)button;
    return 0;
}
Sint16 SDL_GameControllerGetAxis(SDL_GameController *pad, SDL_GameControllerAxis axis) {
    (void)pad, (void)axis;
    return 0;
}
int SDL_GetRendererOutputSize(SDL_Renderer *renderer, int *width, int *height) {
    (void)renderer, (void)width, (void)height;
    return -1;
}
SDL_Renderer *SDL_GetRenderer(SDL_Window *window) {
    (void)window;
    return NULL;
}
void SDL_DestroyRendererWithoutFreeing(SDL_Renderer *renderer) { (void)renderer; }
