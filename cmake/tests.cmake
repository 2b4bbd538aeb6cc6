# Catch2 tests. inkling_tests (the engine) runs natively and, the same sources, as wasm under Node;
# inkling_panel_tests draws every panel without a screen, natively.
file(GLOB test_support CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/support/*.cpp)

function(inkling_test_program name)
    if(NOT TARGET ${name})
        return()
    endif()
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
    target_compile_definitions(${name} PRIVATE
        INKLING_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
        INKLING_BUILD_DATA_DIR="${INKLING_OUTPUT_DIR}/data")
    target_link_libraries(${name} PRIVATE inkling_catch2)
    inkling_node_program(${name} ${PROJECT_BINARY_DIR}/tests)
    add_dependencies(${name} data)
endfunction()

inkling_executable(inkling_tests
    GLOB tests/unit/*.cpp tests/gradient/*.cpp tests/golden/*.cpp tests/support/*.cpp
    LINK inkling_diagnosis inkling_sweep)
inkling_test_program(inkling_tests)
if(NOT EMSCRIPTEN)
    inkling_executable(inkling_panel_tests GLOB tests/panels/*.cpp LINK inkling_app)
    inkling_test_program(inkling_panel_tests)
    if(TARGET inkling_panel_tests)
        target_compile_definitions(inkling_panel_tests PRIVATE INKLING_BUILD_FONTS_DIR="${INKLING_OUTPUT_DIR}/fonts")
        add_dependencies(inkling_panel_tests fonts)
    endif()
    foreach(name inkling_tests inkling_panel_tests)
        if(TARGET ${name})
            add_test(NAME ${name} COMMAND ${name})
        endif()
    endforeach()
endif()
