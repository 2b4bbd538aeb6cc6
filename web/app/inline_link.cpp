#include "web/app/inline_link.h"

#include <utility>

namespace nn::ui {

InlineLink::InlineLink(std::function<double()> clock, double budget_seconds)
    : clock_(std::move(clock)), budget_seconds_(budget_seconds) {}

std::uint32_t InlineLink::send(Command command) {
    runner_.carry_out({++revision_, std::move(command)});
    has_work_ = true;
    return revision_;
}

std::optional<Snapshot> InlineLink::poll(std::uint32_t run, std::uint32_t history_size) {
    const double begin = clock_();
    has_work_ = runner_.advance(begin, [&] { return clock_() - begin >= budget_seconds_; }) >= 0.0;
    if (!runner_.has_news()) return std::nullopt;
    return runner_.snapshot(run, history_size);
}

void InlineLink::restart() {
    runner_ = Runner();
    has_work_ = true;
}

}  // namespace nn::ui
