#include "cli/run.hpp"

int main(int argc, char** argv) { return dutyscore::cli::run(argc, argv); }
