# libFuzzer programs, one for each tests/fuzz/fuzz_*.cpp; clang only.
if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang" OR EMSCRIPTEN)
    message(FATAL_ERROR "INKLING_BUILD_FUZZERS needs clang: set CMAKE_CXX_COMPILER=clang++.")
endif()
file(GLOB fuzzer_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/fuzz/fuzz_*.cpp)
# What is fuzzed must tell libFuzzer which way it went; and it runs millions of times.
foreach(library inkling_numerics inkling_session inkling_sweep)
    target_compile_options(${library} PRIVATE -fsanitize=fuzzer-no-link -O2)
endforeach()
foreach(source ${fuzzer_sources})
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    target_compile_options(${name} PRIVATE ${INKLING_WARNINGS} -fsanitize=fuzzer -O2)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_libraries(${name} PRIVATE inkling_sweep)
endforeach()
# The command line program is no library.
target_sources(fuzz_file PRIVATE engine/cli/json_reader.cpp engine/cli/session_file.cpp)
target_sources(fuzz_result PRIVATE engine/cli/json_reader.cpp engine/cli/sweep_result_file.cpp)
