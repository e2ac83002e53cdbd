# find_package(stele): the target stele::stele, and the function stele_add_module.

get_filename_component(STELE_SDK_DIR "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)

if(NOT TARGET stele::stele)
  add_library(stele::stele INTERFACE IMPORTED)
  target_include_directories(stele::stele INTERFACE "${STELE_SDK_DIR}/include")
  target_compile_features(stele::stele INTERFACE cxx_std_20)
endif()

# Tools find the modules of a build folder here: a file for each target, with the path of what it makes.
file(REMOVE_RECURSE "${CMAKE_BINARY_DIR}/stele-modules")

# stele_add_module(NAME SOURCE...): an executable target that builds NAME.wasm, to be published as it is.
function(stele_add_module name)
  if(NOT CMAKE_SYSTEM_NAME STREQUAL "WASI")
    message(FATAL_ERROR "modules are built for Wasm: configure with "
      "-DCMAKE_TOOLCHAIN_FILE=${STELE_SDK_DIR}/cmake/stele-toolchain.cmake")
  endif()
  add_executable(${name} ${ARGN} "${STELE_SDK_DIR}/src/exports.cpp" "${STELE_SDK_DIR}/src/wasi.cpp")
  target_link_libraries(${name} PRIVATE stele::stele)
  set_target_properties(${name} PROPERTIES OUTPUT_NAME ${name} SUFFIX .wasm CXX_EXTENSIONS OFF)
  target_compile_definitions(${name} PRIVATE "STELE_LOG_TARGET=\"${name}\"" $<$<NOT:$<CONFIG:Debug>>:NDEBUG>
    # An index out of bounds or a missing optional's value ends the call, with a line in the log.
    _LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_FAST)
  target_compile_options(${name} PRIVATE
    -Wall -Wextra -Werror=return-type -fvisibility=hidden
    $<$<NOT:$<CONFIG:Debug>>:-O2>
    # Sources are named in the log as the author names them, and the same sources give the same bytes.
    "-ffile-prefix-map=${CMAKE_CURRENT_SOURCE_DIR}/="
    "-ffile-prefix-map=${STELE_SDK_DIR}/=stele/"
    $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions;-fno-rtti;-fno-c++-static-destructors;-fno-threadsafe-statics>)
  target_link_options(${name} PRIVATE
    -mexec-model=reactor
    # Keeps clang from running a wasm-opt that it may find: the same sources would give other bytes there.
    -O0
    -Wl,--gc-sections
    # Without the debug sections, but with the functions' names, for traces.
    $<$<NOT:$<CONFIG:Debug>>:-Wl,--strip-debug>
    # A stack that grows past its end meets the end of memory, not the module's data.
    -Wl,-z,stack-size=1048576 -Wl,--stack-first)
  file(GENERATE OUTPUT "${CMAKE_BINARY_DIR}/stele-modules/${name}" CONTENT "$<TARGET_FILE:${name}>\n")
endfunction()
