# Builds for Stele modules: clang and its Wasm libraries, found where Debian and the wasi-sdk put them.
#
#   cmake -B build -DCMAKE_TOOLCHAIN_FILE=<sdk>/cmake/stele-toolchain.cmake
#
# STELE_CLANG names another clang++, WASI_SDK_PATH a wasi-sdk.

list(APPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}")
set(CMAKE_SYSTEM_NAME WASI)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES STELE_CLANG WASI_SDK_PATH)

if(NOT WASI_SDK_PATH AND DEFINED ENV{WASI_SDK_PATH})
  set(WASI_SDK_PATH "$ENV{WASI_SDK_PATH}")
endif()

if(WASI_SDK_PATH)
  find_program(STELE_CLANG NAMES clang++ PATHS "${WASI_SDK_PATH}/bin" NO_DEFAULT_PATH)
else()
  # A clang++ without a version may be older than the libraries.
  find_program(STELE_CLANG NAMES clang++-22 clang++-21 clang++-20 clang++-19 clang++)
endif()
if(NOT STELE_CLANG)
  message(FATAL_ERROR "no clang 19 found; install: apt-get install clang-19 lld-19 wasi-libc "
    "libc++-19-dev-wasm32 libc++abi-19-dev-wasm32 libclang-rt-19-dev-wasm32")
endif()

string(REGEX REPLACE "clang\\+\\+(-[0-9]+)?$" "clang\\1" STELE_CLANG_C "${STELE_CLANG}")
set(CMAKE_C_COMPILER "${STELE_CLANG_C}")
set(CMAKE_CXX_COMPILER "${STELE_CLANG}")
set(CMAKE_C_COMPILER_TARGET wasm32-wasi)
set(CMAKE_CXX_COMPILER_TARGET wasm32-wasi)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_EXECUTABLE_SUFFIX_C .wasm)
set(CMAKE_EXECUTABLE_SUFFIX_CXX .wasm)

if(NOT WASI_SDK_PATH)
  # Debian keeps the headers outside of clang's own search path for this target.
  get_filename_component(STELE_CLANG_REAL "${STELE_CLANG}" REALPATH)
  get_filename_component(STELE_LLVM "${STELE_CLANG_REAL}" DIRECTORY)
  get_filename_component(STELE_LLVM "${STELE_LLVM}" DIRECTORY)
  string(REGEX MATCH "[0-9]+$" STELE_LLVM_VERSION "${STELE_LLVM}")
  set(STELE_CXX_INCLUDE "${STELE_LLVM}/include/wasm32-wasi/c++/v1")
  if(NOT EXISTS "${STELE_CXX_INCLUDE}")
    message(FATAL_ERROR "the C++ library for Wasm is missing; install: apt-get install "
      "wasi-libc libc++-${STELE_LLVM_VERSION}-dev-wasm32 libc++abi-${STELE_LLVM_VERSION}-dev-wasm32 "
      "libclang-rt-${STELE_LLVM_VERSION}-dev-wasm32 lld-${STELE_LLVM_VERSION}")
  endif()
  set(STELE_C_FLAGS "-nostdinc -isystem ${STELE_LLVM}/lib/clang/${STELE_LLVM_VERSION}/include -isystem /usr/include/wasm32-wasi")
  set(CMAKE_C_FLAGS_INIT "${STELE_C_FLAGS}")
  set(CMAKE_CXX_FLAGS_INIT "-nostdinc++ -isystem ${STELE_CXX_INCLUDE} ${STELE_C_FLAGS}")
endif()

# The library's own package is found without further settings.
list(APPEND CMAKE_PREFIX_PATH "${CMAKE_CURRENT_LIST_DIR}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
