# Data sets, packed from their packages into data/{digits,mnist,fashion}.inkd; the command line tool and
# the tests read these files, the site carries them as scripts.
set(INKLING_PACK ${PROJECT_SOURCE_DIR}/cmake/pack)
set(data_files "")
foreach(name digits mnist fashion)
    set(file ${INKLING_OUTPUT_DIR}/data/${name}.inkd)
    add_custom_command(
        OUTPUT ${file}
        COMMAND ${INKLING_NODE} ${INKLING_PACK}/datasets.mjs ${name} ${file}
        DEPENDS ${INKLING_PACK}/datasets.mjs ${PROJECT_SOURCE_DIR}/package-lock.json
        COMMENT "Packing the data set ${name}"
        VERBATIM)
    list(APPEND data_files ${file})
endforeach()
add_custom_target(data DEPENDS ${data_files})
if(TARGET inkling)
    add_dependencies(inkling data)
endif()
