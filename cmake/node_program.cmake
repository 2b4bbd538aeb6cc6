# inkling_node_program(target folder): links a command line program for Node as folder/target.mjs.
# Does nothing natively.
function(inkling_node_program target folder)
    if(NOT EMSCRIPTEN)
        return()
    endif()
    set_target_properties(${target} PROPERTIES
        SUFFIX .mjs
        RUNTIME_OUTPUT_DIRECTORY ${folder})
    set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/run_main.js)
    target_link_options(${target} PRIVATE
        -sENVIRONMENT=node        # nothing of the web in the glue
        -sEXPORT_NAME=program     # the name that run_main.js calls
        -sEXPORTED_RUNTIME_METHODS=ENV  # run_main.js hands the environment over
        --extern-post-js ${PROJECT_SOURCE_DIR}/cmake/run_main.js
        -sNODERAWFS               # paths are the machine's own
        -sEXIT_RUNTIME            # the exit code of main, and its buffers flushed
        -sALLOW_MEMORY_GROWTH     # MNIST and what trains on it
        -sSTACK_SIZE=1MB)         # Eigen's products keep their blocks on the stack
endfunction()

# inkling_worker_program(of target folder): links the same program once more, for a Worker of a browser, as
# folder/target.mjs, where a benchmark calls it. Only when asked for by name; does nothing natively.
function(inkling_worker_program of target folder)
    if(NOT EMSCRIPTEN)
        return()
    endif()
    add_executable(${target} EXCLUDE_FROM_ALL $<TARGET_OBJECTS:${of}>)
    target_link_libraries(${target} PRIVATE $<TARGET_PROPERTY:${of},LINK_LIBRARIES>)
    set_target_properties(${target} PROPERTIES SUFFIX .mjs RUNTIME_OUTPUT_DIRECTORY ${folder})
    target_link_options(${target} PRIVATE
        -sENVIRONMENT=worker -sMODULARIZE -sEXPORT_ES6
        -sFORCE_FILESYSTEM        # in memory: the data sets are put there
        -sINVOKE_RUN=0 -sEXPORTED_RUNTIME_METHODS=FS,callMain
        -sALLOW_MEMORY_GROWTH -sSTACK_SIZE=1MB)
endfunction()
