# dutyscore_require(PACKAGE VERSION DEBIAN): finds a package of headers, or says in one line what to install.
macro(dutyscore_require package version debian)
  find_package(${package} ${version} QUIET)
  if(NOT ${package}_FOUND)
    message(FATAL_ERROR "dutyscore needs the headers of ${package} ${version} or newer; on Debian or Ubuntu: apt-get install ${debian}")
  endif()
endmacro()
