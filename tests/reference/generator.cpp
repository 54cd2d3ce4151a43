#include "generator.hpp"

#include "generate/stream.hpp"

namespace reference {

std::string generated_case::text() const {
  std::string out;
  for (const std::string& line : policy) out += line + "\n";
  return out;
}

generated_case generate(std::uint64_t seed, const generator_options& options) {
  dice d(seed);
  making::policy_text policy(d, options);
  policy.write();
  generated_case c;
  making::stream(d, policy).fill(c);
  c.policy = policy.lines;
  return c;
}

std::string describe(const generated_case& c) {
  std::string out;
  for (std::size_t i = 0; i < c.rows.size(); ++i) {
    const row& r = c.rows[i];
    out += "row " + std::to_string(i) + ": " + r.subject + " " + r.kind + " " +
           r.dated.to_string() +
           (r.credited ? " credited " + r.credited->to_string() : "");
    if (r.end) out += " to " + r.end->to_string();
    out += " " + r.since + ".." + r.standing + (r.id.empty() ? "" : " id " + r.id);
    for (const auto& [name, text] : r.fields) out += " " + name + "=" + text;
    out += "\n";
  }
  if (c.roster)
    for (const person& p : *c.roster)
      for (const service& s : p.services) {
        out += "roster: " + p.subject + (s.from ? " from " + s.from->to_string() : "") +
               (s.to ? " to " + s.to->to_string() : "") + " " + s.org_unit;
        for (const auto& [name, text] : s.fields) out += " " + name + "=" + text;
        out += "\n";
      }
  out += "through: " + (c.through ? c.through->to_string() : "default") + "\n";
  return out;
}

}  // namespace reference
