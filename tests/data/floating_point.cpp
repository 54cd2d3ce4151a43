// Must not compile: floating point is not exact.
#include "dutyscore/data/rows.hpp"

struct duty {
  double yuan;
};
auto read(const std::vector<duty>& rows, const dutyscore::schema& s) {
  return dutyscore::to_batch(rows_of(rows, dutyscore::field("amount", &duty::yuan)), s);
}
