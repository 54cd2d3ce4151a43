# Where an installed dutyscore goes and how others find it: CMake package, pkg-config file, headers, command.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/dutyscore)

install(DIRECTORY include/ ${PROJECT_BINARY_DIR}/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILES_MATCHING PATTERN "*.hpp" PATTERN "*.ipp")
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

# The header-only target stands in a file of its own, because only it needs other packages.
install(TARGETS dutyscore EXPORT dutyscoreTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS dutyscore_header_only EXPORT dutyscoreHeaderOnlyTargets)
install(EXPORT dutyscoreTargets NAMESPACE dutyscore:: DESTINATION ${package_dir})
install(EXPORT dutyscoreHeaderOnlyTargets NAMESPACE dutyscore:: DESTINATION ${package_dir})
if(TARGET dutyscore_command)
  # In a file of its own, too: a package may come without the command.
  install(TARGETS dutyscore_command EXPORT dutyscoreCommandTargets RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(EXPORT dutyscoreCommandTargets NAMESPACE dutyscore:: DESTINATION ${package_dir})
endif()

configure_package_config_file(cmake/dutyscoreConfig.cmake.in cmake/dutyscoreConfig.cmake
  INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/cmake/dutyscoreConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/cmake/dutyscoreConfig.cmake
  ${PROJECT_BINARY_DIR}/cmake/dutyscoreConfigVersion.cmake
  cmake/dutyscorePolicyTests.cmake cmake/dutyscoreFindPolicyTests.cmake DESTINATION ${package_dir})

# The prefix is found from where the .pc file lies, so that an installed tree may be moved.
file(RELATIVE_PATH pc_to_prefix /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" pc_to_prefix "${pc_to_prefix}")
configure_file(cmake/dutyscore.pc.in cmake/dutyscore.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/cmake/dutyscore.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
