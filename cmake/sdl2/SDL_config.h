/* SDL's Emscripten configuration without the subsystems that this program never uses. Found before SDL's
   own SDL_config.h, whose include guard it takes. */
#ifndef SDL_config_h_
#define SDL_config_h_

#include "SDL_platform.h"
#include "SDL_config_emscripten.h"

#define SDL_AUDIO_DISABLED 1
#undef SDL_AUDIO_DRIVER_DISK
#undef SDL_AUDIO_DRIVER_DUMMY
#undef SDL_AUDIO_DRIVER_EMSCRIPTEN

#undef SDL_JOYSTICK_EMSCRIPTEN
#define SDL_JOYSTICK_DISABLED 1

#undef SDL_SENSOR_DUMMY
#define SDL_SENSOR_DISABLED 1

#define SDL_RENDER_DISABLED 1
#undef SDL_VIDEO_RENDER_OGL_ES2

#undef SDL_LOADSO_DLOPEN
#define SDL_LOADSO_DUMMY 1

/* Every pixel is WebGL's: no copying between software surfaces, 200 kB of it. */
#define SDL_LEAN_AND_MEAN 1

#undef SDL_THREAD_PTHREAD
#undef SDL_THREAD_PTHREAD_RECURSIVE_MUTEX

#endif /* SDL_config_h_ */
