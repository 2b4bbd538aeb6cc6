# Emscripten's own toolchain file, from the Emscripten that the bootstrap found or installed, else from
# the emcc on PATH. `emcmake cmake -S . -B build/web` works as well and needs none of this.
get_filename_component(_inkling_root "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
include(${_inkling_root}/build/dependencies.cmake OPTIONAL)
if(NOT INKLING_EMSCRIPTEN_ROOT)
    find_program(INKLING_EMCC emcc REQUIRED)
    get_filename_component(_inkling_emcc "${INKLING_EMCC}" REALPATH)
    get_filename_component(INKLING_EMSCRIPTEN_ROOT "${_inkling_emcc}" DIRECTORY)
endif()
include(${INKLING_EMSCRIPTEN_ROOT}/cmake/Modules/Platform/Emscripten.cmake)
