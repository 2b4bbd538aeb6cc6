# Compiler flags, each with its reason, and the functions that make our targets.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

# A product and a sum stay two roundings on every machine: the bits of a training run are promised.
add_compile_options(-ffp-contract=off)
# Nobody reads errno after a square root, and writing it keeps loops from taking four roots at once.
add_compile_options(-fno-math-errno)
# Sanitizers need names for their reports; without optimisation Eigen is too slow to test with.
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer")
if(CMAKE_BUILD_TYPE STREQUAL "Debug" AND NOT EMSCRIPTEN)
    add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all)
    add_link_options(-fsanitize=address,undefined)
endif()
# -O3 as CMake's Release has it; NDEBUG too, since assertions are for the Debug build.
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")

# For code that runs once a frame at most: size is what a visitor waits for.
set(INKLING_SMALL_CODE "")
# For the page's copy of the engine, which trains only where there can be no Worker: loops still in vectors.
set(INKLING_SMALL_ENGINE "")
# For what of it must stay fast there too.
set(INKLING_FAST_CODE "")
# Tests need exceptions (Catch2 leaves a failed test by one); in wasm they must be asked for.
set(INKLING_TEST_EXCEPTIONS "")
if(EMSCRIPTEN)
    if(INKLING_SCALAR)
        add_compile_options(-mno-simd128)  # vectors of our code become one number after another
    else()
        add_compile_options(-msimd128)  # four lanes: every engine since 2021-2023 has it
    endif()
    # Older than SIMD in every engine: copies by one instruction instead of a call of JavaScript, and
    # conversions to integers without a branch.
    add_compile_options(-mbulk-memory -mnontrapping-fptoint)
    add_link_options(-mbulk-memory -mnontrapping-fptoint)
    if(INKLING_RELAXED_SIMD)
        add_compile_options(-mrelaxed-simd -DINKLING_RELAXED_SIMD)
        add_link_options(-mrelaxed-simd)
    endif()
    set(INKLING_SMALL_CODE -Oz)
    set(INKLING_SMALL_ENGINE -Os)
    set(INKLING_FAST_CODE -O3 -fno-unroll-loops)  # nine copies of a loop are no faster than one here
    set(INKLING_TEST_EXCEPTIONS -fwasm-exceptions)
endif()

set(INKLING_WARNINGS -Wall -Wextra -Wconversion -Wshadow
    -Wno-missing-field-initializers)  # designated initialisers leave out what keeps its default
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    list(APPEND INKLING_WARNINGS -Wno-restrict)  # GCC 12 sees one in every "text" + string (GCC bug 105329)
endif()
if(INKLING_WERROR)
    list(APPEND INKLING_WARNINGS -Werror)
endif()

# What the page links in place of the engine's libraries above its numerics, whose kernels are the same
# in both; see inkling_library.
function(inkling_small_names variable)
    if(EMSCRIPTEN)
        list(TRANSFORM ARGN REPLACE "^inkling_(data|network|training|explain|export|session)$" "\\0_small")
    endif()
    set(${variable} ${ARGN} PARENT_SCOPE)
endfunction()

# inkling_library(name folder dependencies…): a static library of the folder's *.cpp files, or one that
# only passes on its dependencies as long as there are none. WebAssembly has a small copy of the engine's
# libraries beside the fast ones.
function(inkling_library name folder)
    inkling_small_names(small ${name})
    inkling_small_names(small_dependencies ${ARGN})
    if(folder MATCHES "^engine/" AND NOT small STREQUAL name)
        inkling_add_library(${small} ${folder} ${small_dependencies})
        target_compile_options(${small} PRIVATE ${INKLING_SMALL_ENGINE})
    endif()
    # What a command or a snapshot passes through, and no loop of training, in the trainer as well.
    set(options "")
    if(folder STREQUAL "engine/session")
        set(options ${INKLING_SMALL_CODE})
    endif()
    if(folder MATCHES "^web/")
        inkling_add_library(${name} ${folder} ${small_dependencies})
    else()
        inkling_add_library(${name} ${folder} ${ARGN})
        if(options)
            target_compile_options(${name} PRIVATE ${options})
        endif()
    endif()
    if(options AND TARGET ${small} AND NOT small STREQUAL name)
        target_compile_options(${small} PRIVATE ${options})
    endif()
endfunction()

function(inkling_add_library name folder)
    file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
    if(folder MATCHES "^web/(platform|render)$")
        # One file a platform: null.cpp stands in for the screen where there is none.
        if(EMSCRIPTEN)
            list(FILTER sources EXCLUDE REGEX "/(null|desktop)(_[a-z_]+)?\\.cpp$")
        else()
            list(FILTER sources INCLUDE REGEX "/null(_[a-z_]+)?\\.cpp$")
        endif()
    endif()
    if(sources)
        add_library(${name} STATIC ${sources})
        target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
        target_compile_options(${name} PRIVATE ${INKLING_WARNINGS})
        if(folder MATCHES "^engine/")
            target_compile_options(${name} PRIVATE -fno-exceptions)
        else()
            target_compile_options(${name} PRIVATE ${INKLING_SMALL_CODE})
        endif()
        target_link_libraries(${name} PUBLIC ${ARGN})
    else()
        add_library(${name} INTERFACE)
        target_include_directories(${name} INTERFACE ${PROJECT_SOURCE_DIR})
        target_link_libraries(${name} INTERFACE ${ARGN})
    endif()
endfunction()

# inkling_executable(name GLOB… LINK library…): nothing, with a message, while there are no sources.
function(inkling_executable name)
    cmake_parse_arguments(arg "" "" "GLOB;LINK" ${ARGN})
    list(TRANSFORM arg_GLOB PREPEND ${PROJECT_SOURCE_DIR}/)
    file(GLOB sources CONFIGURE_DEPENDS ${arg_GLOB})
    if(NOT sources)
        message(STATUS "No sources of ${name} yet")
        return()
    endif()
    add_executable(${name} ${sources})
    target_compile_options(${name} PRIVATE ${INKLING_WARNINGS})
    target_link_libraries(${name} PRIVATE ${arg_LINK})
endfunction()
