# Fonts, cut down to the characters that the page uses: fonts/fonts.inkf and fonts/font-zh.inkf.
set(INKLING_FONT_DIR "" CACHE PATH "A folder with Inter, JetBrains Mono and Noto Sans CJK, if not installed")

# The first Python that has fontTools: Debian's own may not be the first on PATH.
if(NOT INKLING_PYTHON)
    foreach(candidate /usr/bin/python3 python3 python)
        execute_process(COMMAND ${candidate} -c "import fontTools.subset"
            RESULT_VARIABLE result OUTPUT_QUIET ERROR_QUIET)
        if(result EQUAL 0)
            set(INKLING_PYTHON ${candidate} CACHE STRING "Python with fontTools")
            break()
        endif()
    endforeach()
endif()
if(NOT INKLING_PYTHON)
    message(FATAL_ERROR "No Python with fontTools: install it (Debian: python3-fonttools; pip: fonttools) "
        "or set INKLING_PYTHON.")
endif()

file(GLOB_RECURSE font_texts CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/web/app/*.cpp ${PROJECT_SOURCE_DIR}/web/app/*.h ${PROJECT_SOURCE_DIR}/web/app/*.inc
    ${PROJECT_SOURCE_DIR}/web/panels/*.cpp ${PROJECT_SOURCE_DIR}/web/panels/*.h
    ${PROJECT_SOURCE_DIR}/web/widgets/*.cpp ${PROJECT_SOURCE_DIR}/web/lessons/*
    ${PROJECT_SOURCE_DIR}/engine/*.cpp)
set(font_dir ${INKLING_OUTPUT_DIR}/fonts)
set(font_files ${font_dir}/fonts.inkf ${font_dir}/font-zh.inkf)
set(lucide ${PROJECT_SOURCE_DIR}/node_modules/lucide-static/font)
add_custom_command(
    OUTPUT ${font_files}
    COMMAND ${INKLING_PYTHON} ${INKLING_PACK}/fonts.py
        --texts ${font_texts}
        --icons ${lucide}/codepoints.json ${PROJECT_SOURCE_DIR}/web/app/icons.txt ${lucide}/lucide.ttf
        --fonts ${INKLING_FONT_DIR} /usr/share/fonts /usr/local/share/fonts
        --output ${font_dir}
    DEPENDS ${font_texts} ${INKLING_PACK}/fonts.py ${PROJECT_SOURCE_DIR}/web/app/icons.txt
        ${PROJECT_SOURCE_DIR}/package-lock.json
    COMMENT "Cutting fonts"
    VERBATIM)
add_custom_target(fonts DEPENDS ${font_files})
