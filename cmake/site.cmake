# The two WebAssembly programs and the static site around them (build/site).

# Flags of both; each stands alone with its reason.
function(inkling_web_program target name)
    target_link_options(${target} PRIVATE
        -sMODULARIZE              # no globals; the page decides when to start
        -sEXPORT_NAME=${name}     # the factory's name in a classic script
        -sFILESYSTEM=0            # nothing here reads files
        -sALLOW_MEMORY_GROWTH     # MNIST alone is 55 MB; the rest of the time little is needed
        -sSTACK_SIZE=1MB          # Eigen's products keep their blocks on the stack
        -sSUPPORT_LONGJMP=0       # nobody jumps
        -sMALLOC=emmalloc         # a third of the other's size; a training step allocates nothing
        -sABORTING_MALLOC=1)      # out of memory ends in onAbort, which the page shows
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/web)
endfunction()

inkling_executable(page GLOB web/*.cpp LINK inkling_app)
if(TARGET page)
    inkling_web_program(page createInklingPage)
    target_compile_options(page PRIVATE ${INKLING_SMALL_CODE})
    target_link_libraries(page PRIVATE inkling_imgui_backends)
    target_link_options(page PRIVATE
        -Oz                               # Binaryen goes for size too, and the glue is minified
        -sENVIRONMENT=web                 # no glue for Node or workers
        -sMIN_WEBGL_VERSION=2             # WebGL 2 is required
        -sMAX_WEBGL_VERSION=2
        -sGL_TRACK_ERRORS=0               # nobody asks glGetError
        -sGL_SUPPORT_AUTOMATIC_ENABLE_EXTENSIONS=0  # WebGL 2 has what is drawn with
        -sGL_ENABLE_GET_PROC_ADDRESS=0    # a table of every GL function; see cmake/sdl2/egl_stub.c
        -sEXPORTED_FUNCTIONS=_main,_malloc,_free
        -sEXPORTED_RUNTIME_METHODS=HEAPU8,HEAPF32,UTF8ToString,stringToUTF8,lengthBytesUTF8,stringToNewUTF8
        # What the page may hand in, nothing else; without the last, the program would end with main.
        -sINCOMING_MODULE_JS_API=canvas,wasmBinary,instantiateWasm,locateFile,print,printErr,onAbort,onRuntimeInitialized,noInitialRun,noExitRuntime)
endif()

inkling_executable(trainer GLOB web/worker/*.cpp LINK inkling_session)
if(TARGET trainer)
    inkling_web_program(trainer createInklingTrainer)
    target_link_options(trainer PRIVATE
        -sENVIRONMENT=worker              # no glue for pages or Node
        -sEXPORTED_FUNCTIONS=_malloc,_free
        -sEXPORTED_RUNTIME_METHODS=HEAPU8
        -sINCOMING_MODULE_JS_API=wasmBinary,instantiateWasm,locateFile,print,printErr,onAbort,onRuntimeInitialized,noExitRuntime
        --no-entry)                       # a set of functions that web/worker's script calls
endif()

inkling_executable(explorer GLOB web/explorer/*.cpp LINK inkling_diagnosis inkling_sweep)
if(TARGET explorer)
    inkling_web_program(explorer createInklingExplorer)
    target_compile_options(explorer PRIVATE ${INKLING_SMALL_CODE})
    target_compile_definitions(explorer PRIVATE INKLING_VERSION="${PROJECT_VERSION}")  # of what it trained
    target_link_options(explorer PRIVATE
        -sENVIRONMENT=worker              # as the trainer
        -sEXPORTED_FUNCTIONS=_malloc,_free
        -sEXPORTED_RUNTIME_METHODS=HEAPU8
        -sINCOMING_MODULE_JS_API=wasmBinary,instantiateWasm,locateFile,print,printErr,onAbort,onRuntimeInitialized,noExitRuntime
        --no-entry)
endif()

# Assets: files that the site carries in scripts (cmake/pack/assets.mjs). inkling_asset(name file [prefix]), where a
# folder may stand before the name.
set(asset_dir ${INKLING_OUTPUT_DIR}/assets)
set(asset_manifests "")
function(inkling_asset path file)
    set(manifest ${asset_dir}/${path}.json)
    get_filename_component(folder ${manifest} DIRECTORY)
    get_filename_component(name ${path} NAME)
    add_custom_command(
        OUTPUT ${manifest}
        COMMAND ${INKLING_NODE} ${INKLING_PACK}/assets.mjs ${folder} ${name}=${file} ${ARGN}
        DEPENDS ${file} ${INKLING_PACK}/assets.mjs
        COMMENT "Compressing ${path}"
        VERBATIM)
    set(asset_manifests ${asset_manifests} ${manifest} PARENT_SCOPE)
endfunction()
foreach(name digits mnist fashion)
    inkling_asset(${name} ${INKLING_OUTPUT_DIR}/data/${name}.inkd data-${name})
endforeach()
inkling_asset(fonts ${font_dir}/fonts.inkf)
inkling_asset(font-zh ${font_dir}/font-zh.inkf)

# Builds with other vectors, or none, are of programs only.
if(TARGET page AND TARGET trainer AND NOT INKLING_SCALAR AND NOT INKLING_RELAXED_SIMD AND EXISTS ${PROJECT_SOURCE_DIR}/index.html)
    inkling_asset(page.wasm ${PROJECT_BINARY_DIR}/web/page.wasm)
    inkling_asset(trainer.wasm ${PROJECT_BINARY_DIR}/web/trainer.wasm)
    inkling_asset(explorer.wasm ${PROJECT_BINARY_DIR}/web/explorer.wasm)
    # A link rewrites .js and .wasm together.
    add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/web/page.wasm DEPENDS page COMMAND ${CMAKE_COMMAND} -E true)
    add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/web/explorer.wasm DEPENDS explorer COMMAND ${CMAKE_COMMAND} -E true)
    add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/web/trainer.wasm DEPENDS trainer COMMAND ${CMAKE_COMMAND} -E true)

    # The same programs for browsers without vector instructions: the whole build once more, as the preset web-scalar has it.
    # Ninja there knows what has changed.
    set(scalar_dir ${PROJECT_BINARY_DIR}-scalar)
    add_custom_command(OUTPUT ${scalar_dir}/build.ninja
        COMMAND ${CMAKE_COMMAND} -S ${PROJECT_SOURCE_DIR} -B ${scalar_dir} -G Ninja -DINKLING_SCALAR=ON
            -DCMAKE_TOOLCHAIN_FILE=${CMAKE_TOOLCHAIN_FILE} -DCMAKE_BUILD_TYPE=${CMAKE_BUILD_TYPE} -DINKLING_WERROR=${INKLING_WERROR}
        COMMENT "Configuring the build without vectors"
        VERBATIM)
    set(scalar_programs "")
    foreach(program page trainer explorer)
        list(APPEND scalar_programs ${scalar_dir}/web/${program}.wasm)
        inkling_asset(scalar/${program}.wasm ${scalar_dir}/web/${program}.wasm scalar-${program})
    endforeach()
    add_custom_target(scalar
        COMMAND ${CMAKE_COMMAND} --build ${scalar_dir} --target page trainer explorer
        BYPRODUCTS ${scalar_programs}
        DEPENDS ${scalar_dir}/build.ninja page trainer explorer  # which keep every processor busy themselves
        COMMENT "Building the programs without vectors"
        VERBATIM)

    file(GLOB page_files CONFIGURE_DEPENDS
        ${PROJECT_SOURCE_DIR}/web/page/*.js ${PROJECT_SOURCE_DIR}/web/page/*.css
        ${PROJECT_SOURCE_DIR}/web/page/*.svg ${PROJECT_SOURCE_DIR}/web/page/*.png
        ${PROJECT_SOURCE_DIR}/web/worker/*.js
        ${PROJECT_SOURCE_DIR}/web/explorer/*.js
        ${PROJECT_SOURCE_DIR}/web/lessons/*.js)
    list(APPEND page_files ${PROJECT_SOURCE_DIR}/node_modules/qrcode-generator/qrcode.js)
    # Loaded with the course: its prose is Markdown, its tasks are YAML.
    list(APPEND page_files ${PROJECT_SOURCE_DIR}/node_modules/markdown-it/dist/markdown-it.min.js
        ${PROJECT_SOURCE_DIR}/node_modules/js-yaml/dist/js-yaml.min.js)
    file(GLOB apart_files CONFIGURE_DEPENDS
        ${PROJECT_SOURCE_DIR}/web/embed/*.js ${PROJECT_SOURCE_DIR}/web/embed/*.d.ts
        ${PROJECT_SOURCE_DIR}/web/around/*.html ${PROJECT_SOURCE_DIR}/web/around/*.js
        ${PROJECT_SOURCE_DIR}/web/offline/*.webmanifest)
    set(site_stamp ${PROJECT_BINARY_DIR}/site.stamp)
    add_custom_command(
        OUTPUT ${site_stamp}
        COMMAND ${INKLING_NODE} ${INKLING_PACK}/site.mjs
            --output ${INKLING_OUTPUT_DIR}/site
            --sizes ${INKLING_OUTPUT_DIR}/site-sizes.txt
            --index ${PROJECT_SOURCE_DIR}/index.html
            --assets ${asset_dir}
            --programs ${PROJECT_BINARY_DIR}/web
            --notice ${INKLING_PACK}/notice.txt
            --licences ${INKLING_IMGUI_DIR}/LICENSE.txt ${INKLING_SDL2_DIR}/LICENSE.txt
                ${PROJECT_SOURCE_DIR}/node_modules/lucide-static/LICENSE ${INKLING_PACK}/OFL-1.1.txt
            --shaders ${PROJECT_SOURCE_DIR}/shaders
            --files ${page_files}
            --apart ${apart_files}
            --service-worker ${PROJECT_SOURCE_DIR}/web/offline/sw.js
            --scalar ${scalar_dir}/web
        COMMAND ${CMAKE_COMMAND} -E touch ${site_stamp}
        DEPENDS ${asset_manifests} ${page_files} ${apart_files} ${PROJECT_SOURCE_DIR}/web/offline/sw.js ${PROJECT_SOURCE_DIR}/shaders/landscape.frag.glsl
            ${PROJECT_SOURCE_DIR}/index.html
            ${INKLING_PACK}/site.mjs ${INKLING_PACK}/notice.txt ${INKLING_PACK}/OFL-1.1.txt
        COMMENT "Assembling the site"
        VERBATIM)
    add_custom_target(site ALL DEPENDS ${site_stamp})
    install(DIRECTORY ${INKLING_OUTPUT_DIR}/site/ DESTINATION .)
else()
    add_custom_target(site DEPENDS ${asset_manifests})
    message(STATUS "No site in this build")
endif()
