#include "engine/session/step_trace.h"

#include <algorithm>
#include <charconv>

#include "engine/session/digest.h"
#include "engine/session/texts.h"

namespace nn {

namespace {

constexpr std::string_view kFirstLine = "inkling-trace 2", kLink = "link ", kEnd = "end ";

std::optional<std::uint64_t> parse_whole(std::string_view text, int base) {
    std::uint64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value, base);
    if (error != std::errc() || stop != end || text.empty()) return std::nullopt;
    return value;
}

std::string tensor_name(std::size_t tensor) {
    return (tensor % 2 == 0 ? "the weights of layer " : "the biases of layer ") +
           std::to_string(tensor / 2 + 1);
}

}  // namespace

void record_step(StepTrace& trace, const AnyTrainer& trainer) {
    trace.steps.push_back(
        trainer.visit([](const auto& exact) { return tensor_fingerprints(exact.network()); }));
}

std::string trace_text(const StepTrace& trace) {
    std::string text =
        std::string(kFirstLine) + "\n" + std::string(kLink) + link_text(trace.session) + "\n";
    for (std::size_t step = 0; step < trace.steps.size(); ++step) {
        text += std::to_string(step);
        for (const std::uint64_t tensor : trace.steps[step]) text += " " + digest_text(tensor);
        text += "\n";
    }
    return text + std::string(kEnd) + digest_text(trace.digest) + "\n";
}

std::optional<StepTrace> parse_trace(std::string_view text) {
    StepTrace trace;
    if (take_until(text, '\n') != kFirstLine) return std::nullopt;
    std::string_view line = take_until(text, '\n');
    if (!line.starts_with(kLink)) return std::nullopt;
    ParsedLink parsed = parse_link(line.substr(kLink.size()));
    if (!parsed.warnings.empty()) return std::nullopt;
    trace.session = std::move(parsed.link);
    const std::size_t tensors = 2 * (trace.session.recipe.hidden.size() + 1);
    while (true) {
        line = take_until(text, '\n');
        if (line.starts_with(kEnd)) break;
        if (parse_whole(take_until(line, ' '), 10) != trace.steps.size()) return std::nullopt;
        std::vector<std::uint64_t>& step = trace.steps.emplace_back();
        while (!line.empty() && step.size() < tensors) {
            const auto fingerprint = parse_whole(take_until(line, ' '), 16);
            if (!fingerprint) return std::nullopt;
            step.push_back(*fingerprint);
        }
        if (step.size() != tensors || !line.empty()) return std::nullopt;
    }
    const auto digest = parse_whole(line.substr(kEnd.size()), 16);
    if (!digest || !text.empty() || trace.steps.empty()) return std::nullopt;
    trace.digest = *digest;
    return trace;
}

std::optional<std::string> first_difference(const StepTrace& recorded, const StepTrace& here) {
    const std::size_t both = std::min(recorded.steps.size(), here.steps.size());
    for (std::size_t step = 0; step < both; ++step) {
        std::string tensors;
        for (std::size_t i = 0; i < recorded.steps[step].size(); ++i)
            if (i >= here.steps[step].size() || recorded.steps[step][i] != here.steps[step][i])
                tensors += (tensors.empty() ? "" : ", ") + tensor_name(i);
        if (tensors.empty()) continue;
        const std::string when =
            step == 0 ? "before the first step" : "after step " + std::to_string(step);
        return "the two differ first " + when + ", in " + tensors;
    }
    const std::string last = std::to_string(both == 0 ? 0 : both - 1);
    if (recorded.steps.size() > both)
        return "the two are alike up to step " + last +
               ", where this session ends and the other goes on";
    if (here.steps.size() > both)
        return "the two are alike up to step " + last +
               ", where the other ends and this session goes on";
    if (recorded.digest != here.digest)
        return "the two are alike up to step " + last +
               ", the last, and then end with other weights";
    return std::nullopt;
}

}  // namespace nn
