# The libraries: Eigen, Catch2, Dear ImGui, stb and, for WebAssembly, SDL2. Their sources are where
# build/dependencies.cmake says (written by cmake/bootstrap/bootstrap.sh), or where -DINKLING_…_DIR says;
# what is given by neither is fetched from the project's own repository, checked by its hash.
include(${PROJECT_SOURCE_DIR}/build/dependencies.cmake OPTIONAL)
include(FetchContent)

# inkling_find_sources(VARIABLE name …): sets VARIABLE to a folder of sources; the rest tells
# FetchContent where they are and what they hash to.
function(inkling_find_sources variable name)
    if(${variable} AND EXISTS "${${variable}}")
        return()
    endif()
    message(STATUS "Fetching ${name}: ${ARGN}")
    # SOURCE_SUBDIR names no folder, so that the library's own CMake project is not run.
    FetchContent_Declare(${name} ${ARGN} SOURCE_SUBDIR none)
    FetchContent_MakeAvailable(${name})
    set(${variable} "${${name}_SOURCE_DIR}" PARENT_SCOPE)
endfunction()

inkling_find_sources(INKLING_EIGEN_DIR eigen
    URL https://gitlab.com/libeigen/eigen/-/archive/3.4.0/eigen-3.4.0.tar.bz2
    URL_HASH SHA256=b4c198460eba6f28d34894e3a5710998818515104d6e74e5cc331ce31e46e626)
add_library(inkling_eigen INTERFACE)
target_include_directories(inkling_eigen SYSTEM INTERFACE ${INKLING_EIGEN_DIR})

inkling_find_sources(INKLING_IMGUI_DIR imgui
    GIT_REPOSITORY https://github.com/ocornut/imgui.git
    GIT_TAG 45acd5e0e82f4c954432533ae9985ff0e1aad6d5)  # v1.92.2b
# Configured by web/widgets/imgui_config.h. Its item hooks (the accessibility mirror) and the answers of its
# tables, which are left out, are defined in inkling_widgets, hence the circle, which CMake allows between
# static libraries.
add_library(inkling_imgui STATIC
    ${INKLING_IMGUI_DIR}/imgui.cpp
    ${INKLING_IMGUI_DIR}/imgui_draw.cpp
    ${INKLING_IMGUI_DIR}/imgui_widgets.cpp)
target_include_directories(inkling_imgui SYSTEM PUBLIC ${INKLING_IMGUI_DIR})
target_include_directories(inkling_imgui PUBLIC ${PROJECT_SOURCE_DIR})
target_compile_definitions(inkling_imgui PUBLIC IMGUI_USER_CONFIG="web/widgets/imgui_config.h")
target_compile_options(inkling_imgui PRIVATE -w ${INKLING_SMALL_CODE})

if(EMSCRIPTEN)
    if(INKLING_SDL2_PREBUILT AND EXISTS "${INKLING_SDL2_PREBUILT}")
        add_library(SDL2 STATIC IMPORTED)
        set_target_properties(SDL2 PROPERTIES
            IMPORTED_LOCATION ${INKLING_SDL2_PREBUILT}
            INTERFACE_SYSTEM_INCLUDE_DIRECTORIES ${INKLING_SDL2_DIR}/include
            INTERFACE_INCLUDE_DIRECTORIES ${INKLING_SDL2_DIR}/include)
    else()
        inkling_find_sources(INKLING_SDL2_DIR sdl2
            URL https://github.com/libsdl-org/SDL/releases/download/release-2.32.4/SDL2-2.32.4.tar.gz
            URL_HASH SHA256=f15b478253e1ff6dac62257ded225ff4e7d0c5230204ac3450f1144ee806f934)
        add_subdirectory(cmake/sdl2 EXCLUDE_FROM_ALL)
    endif()
    # Dear ImGui's back ends for SDL2 and for OpenGL ES 3, which is WebGL 2.
    add_library(inkling_imgui_backends STATIC
        ${INKLING_IMGUI_DIR}/backends/imgui_impl_sdl2.cpp
        ${INKLING_IMGUI_DIR}/backends/imgui_impl_opengl3.cpp)
    target_include_directories(inkling_imgui_backends SYSTEM PUBLIC ${INKLING_IMGUI_DIR}/backends)
    target_compile_definitions(inkling_imgui_backends PUBLIC IMGUI_IMPL_OPENGL_ES3)
    target_compile_options(inkling_imgui_backends PRIVATE -w ${INKLING_SMALL_CODE})
    target_link_libraries(inkling_imgui_backends PUBLIC inkling_imgui SDL2)
endif()

# Natively the command line tool deflates with the system's zlib, under Node with Node's.
if(EMSCRIPTEN)
    add_library(inkling_node_zlib INTERFACE)
    target_link_options(inkling_node_zlib INTERFACE
        --js-library ${PROJECT_SOURCE_DIR}/engine/cli/platform/deflate_node.js)
else()
    find_package(ZLIB 1.2.11 REQUIRED)
endif()

# One header writes the PNGs of the command line tool, natively and under Node.
inkling_find_sources(INKLING_STB_DIR stb
    GIT_REPOSITORY https://github.com/nothings/stb.git
    GIT_TAG 5c205738c191bcb0abc65c4febfa9bd25ff35234)
add_library(inkling_stb INTERFACE)
target_include_directories(inkling_stb SYSTEM INTERFACE ${INKLING_STB_DIR})

if(INKLING_BUILD_TESTS)
    inkling_find_sources(INKLING_CATCH2_DIR catch2
        URL https://github.com/catchorg/Catch2/archive/refs/tags/v3.7.1.tar.gz
        URL_HASH SHA256=c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c)
    # The amalgamated source compiles in a fifth of the time of its hundred files; tests include the
    # usual <catch2/…> headers, which declare the same things.
    configure_file(${INKLING_CATCH2_DIR}/src/catch2/catch_user_config.hpp.in
        ${PROJECT_BINARY_DIR}/catch2/catch2/catch_user_config.hpp)
    add_library(inkling_catch2 STATIC ${INKLING_CATCH2_DIR}/extras/catch_amalgamated.cpp)
    target_include_directories(inkling_catch2 SYSTEM PUBLIC
        ${INKLING_CATCH2_DIR}/src ${PROJECT_BINARY_DIR}/catch2)
    target_compile_options(inkling_catch2 PRIVATE -w -O1 PUBLIC ${INKLING_TEST_EXCEPTIONS})
    target_link_options(inkling_catch2 PUBLIC ${INKLING_TEST_EXCEPTIONS})
endif()
