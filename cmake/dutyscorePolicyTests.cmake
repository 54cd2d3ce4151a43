# The scenarios of policies as tests of ctest, for projects that use dutyscore.
#
#   dutyscore_add_policy_tests(TARGET name FILES file|folder…
#     [FILTER text] [LABELS label…] [LANG en|zh])
#
# Each scenario is a test `name/POLICY/SCENARIO`. They are looked for whenever ctest runs, so that no list of them
# grows stale; files that cannot be read, or hold none, make one test `name` that fails and says why. A todo scenario
# is a test that is skipped. `name` is a target, too: of the project, or a new one that builds the command where
# dutyscore is built along. FILES count from the current source folder; all of them are read for each test, so that
# policies and scenarios may be apart.
include_guard(GLOBAL)

set(_dutyscore_find_policy_tests ${CMAKE_CURRENT_LIST_DIR}/dutyscoreFindPolicyTests.cmake
  CACHE INTERNAL "what ctest runs to find scenarios")

# One script for each configuration, which says what is known when the project is generated.
function(_dutyscore_write_test_include target script)
  get_property(is_multi GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  set(base ${CMAKE_CURRENT_BINARY_DIR}/${target}_policy_tests)
  if(is_multi)
    file(GENERATE OUTPUT ${base}-$<CONFIG>.cmake CONTENT "${script}")
    file(WRITE ${base}.cmake
      "set(dutyscore_script \"${base}-\${CTEST_CONFIGURATION_TYPE}.cmake\")\n"
      "if(EXISTS \"\${dutyscore_script}\")\n  include(\"\${dutyscore_script}\")\n"
      "else()\n  add_test([==[${target}]==] NOT_AVAILABLE)\nendif()\n")
  else()
    file(GENERATE OUTPUT ${base}.cmake CONTENT "${script}")
  endif()
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${base}.cmake)
endfunction()

function(dutyscore_add_policy_tests)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET;FILTER;LANG" "FILES;LABELS")
  if(NOT arg_TARGET OR NOT arg_FILES OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "dutyscore_add_policy_tests(TARGET name FILES file|folder… [FILTER text] [LABELS label…] "
      "[LANG en|zh]): TARGET or FILES is missing, or this is unknown: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT TARGET dutyscore::command)
    message(FATAL_ERROR "dutyscore_add_policy_tests runs the command dutyscore, which is not there: "
      "build it with -DDUTYSCORE_BUILD_COMMAND=ON")
  endif()
  set(files)
  foreach(file IN LISTS arg_FILES)
    get_filename_component(file ${file} ABSOLUTE)
    if(NOT EXISTS ${file})
      message(FATAL_ERROR "dutyscore_add_policy_tests: there is no ${file}")
    endif()
    list(APPEND files ${file})
  endforeach()
  if(NOT TARGET ${arg_TARGET})
    add_custom_target(${arg_TARGET} ALL)
  endif()
  get_target_property(is_imported dutyscore::command IMPORTED)
  if(NOT is_imported)
    add_dependencies(${arg_TARGET} dutyscore_command)
  endif()
  string(CONCAT script
    "set(dutyscore_target [==[${arg_TARGET}]==])\n"
    "set(dutyscore_command [==[$<TARGET_FILE:dutyscore::command>]==])\n"
    "set(dutyscore_files [==[${files}]==])\n"
    "set(dutyscore_filter [==[${arg_FILTER}]==])\n"
    "set(dutyscore_labels [==[${arg_LABELS}]==])\n"
    "set(dutyscore_lang [==[${arg_LANG}]==])\n"
    "include([==[${_dutyscore_find_policy_tests}]==])\n")
  _dutyscore_write_test_include(${arg_TARGET} "${script}")
endfunction()
