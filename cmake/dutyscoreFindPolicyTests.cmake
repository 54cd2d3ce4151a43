# Run by ctest, not by a project: asks the command for the scenarios of some files and makes a test of each.
# dutyscorePolicyTests.cmake writes the script that sets the variables and includes this one.
set(dutyscore_test ${dutyscore_command} test ${dutyscore_files})
set(dutyscore_options)
if(dutyscore_lang)
  list(APPEND dutyscore_options --lang ${dutyscore_lang})
endif()
set(dutyscore_some)
if(NOT dutyscore_filter STREQUAL "")
  set(dutyscore_some "--filter=${dutyscore_filter}")
endif()

execute_process(COMMAND ${dutyscore_test} ${dutyscore_some} --list
  OUTPUT_VARIABLE dutyscore_names ERROR_QUIET RESULT_VARIABLE dutyscore_result)
if(NOT dutyscore_result EQUAL 0)
  # The same again as a test, which fails and shows the reason.
  add_test("${dutyscore_target}" ${dutyscore_test} ${dutyscore_options} ${dutyscore_some})
  set_tests_properties("${dutyscore_target}" PROPERTIES LABELS "${dutyscore_labels}")
  set(dutyscore_names "")
endif()

# Line by line and never as a list, which a name with brackets or a semicolon would part in other places.
string(FIND "${dutyscore_names}" "\n" dutyscore_end)
while(dutyscore_end GREATER_EQUAL 0)
  string(SUBSTRING "${dutyscore_names}" 0 ${dutyscore_end} dutyscore_name)
  math(EXPR dutyscore_end "${dutyscore_end} + 1")
  string(SUBSTRING "${dutyscore_names}" ${dutyscore_end} -1 dutyscore_names)
  add_test("${dutyscore_target}/${dutyscore_name}" ${dutyscore_test} ${dutyscore_options} "--filter=${dutyscore_name}")
  set_tests_properties("${dutyscore_target}/${dutyscore_name}" PROPERTIES
    LABELS "${dutyscore_labels}"
    SKIP_REGULAR_EXPRESSION "0 passed, 0 failed, 1 todo|通过0，未通过0，待办1")
  string(FIND "${dutyscore_names}" "\n" dutyscore_end)
endwhile()
