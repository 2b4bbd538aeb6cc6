// Strokes are joined to groups as long as two groups belong together. Lengths are shares of the height of
// the tallest stroke, which is about that of a digit. The shares were tried on 400 drawings of digits: none
// of them comes apart, and two to four of them side by side do at gaps from 0.05 on.
#include "engine/data/parts.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

namespace nn {

namespace {

// Of the pad: strokes lower than this are no measure of how tall a digit is.
constexpr float kLeastHeight = 0.12f;
constexpr float kUsualHeight = 0.6f;  // of the pad, a digit drawn alone
// Nearer than this, two strokes touch: their lines are wider.
constexpr float kTouch = 0.03f;
// Half of the narrower one lies above or below the other, and it would have to move so far to be beside it.
constexpr float kShare = 0.5f, kDepth = 0.12f;
// Touching strokes belong together, but for two tall ones that just meet: 0 and 1 do, while the left
// stroke of a 4 is a short one.
constexpr float kTall = 0.75f, kTouchingDepth = 0.05f;
// What is this low is no digit, but a bar or a dot of the one that it is near.
constexpr float kLow = 0.4f, kNear = 0.15f;
// Neither reaches far up and down of what both would be: the halves of a 4 whose strokes do not meet.
constexpr float kHalf = 0.78f, kNearHalf = 0.1f;

struct Group {
    std::vector<std::size_t> strokes;  // ascending
    InkBox box;
};

float cross(InkPoint a, InkPoint b, InkPoint c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

float distance(InkPoint p, InkPoint from, InkPoint to) {
    const float dx = to.x - from.x, dy = to.y - from.y;
    const float square = dx * dx + dy * dy;
    const float along = (p.x - from.x) * dx + (p.y - from.y) * dy;
    const float t = square > 0.0f ? std::clamp(along / square, 0.0f, 1.0f) : 0.0f;
    return std::hypot(p.x - from.x - t * dx, p.y - from.y - t * dy);
}

bool do_cross(InkPoint a, InkPoint b, InkPoint c, InkPoint d) {
    return cross(a, b, c) * cross(a, b, d) < 0.0f && cross(c, d, a) * cross(c, d, b) < 0.0f;
}

InkBox box_of(InkPoint a, InkPoint b) {
    return {{std::min(a.x, b.x), std::min(a.y, b.y)}, {std::max(a.x, b.x), std::max(a.y, b.y)}};
}

bool are_apart(const InkBox& a, const InkBox& b, float reach) {
    return a.low.x > b.high.x + reach || b.low.x > a.high.x + reach || a.low.y > b.high.y + reach ||
           b.low.y > a.high.y + reach;
}

// Do the lines of two strokes come this near?
bool is_within(const Stroke& a, const Stroke& b, const InkBox& box_of_b, float reach) {
    const auto line = [](const Stroke& stroke, std::size_t i) {
        return std::pair(stroke.points[i],
                         stroke.points[std::min(i + 1, stroke.points.size() - 1)]);
    };
    for (std::size_t i = 0; i < a.points.size(); ++i) {
        const auto [from, to] = line(a, i);
        if (are_apart(box_of(from, to), box_of_b, reach)) continue;
        for (std::size_t j = 0; j < b.points.size(); ++j) {
            const auto [start, end] = line(b, j);
            if (distance(from, start, end) <= reach || distance(start, from, to) <= reach ||
                do_cross(from, to, start, end))
                return true;
        }
    }
    return false;
}

class Grouping {
public:
    explicit Grouping(const Ink& ink) : ink_(ink), height_(kLeastHeight) {
        for (std::size_t i = 0; i < ink.size(); ++i) {
            const std::optional<InkBox> box = box_of(Ink{ink[i]});
            boxes_.push_back(box.value_or(InkBox{}));
            if (!box) continue;
            groups_.push_back({{i}, *box});
            height_ = std::max(height_, box->height());
        }
        join_all([this](const Group& a, const Group& b) { return belong_together(a, b); });
        join_all([this](const Group& a, const Group& b) { return is_fragment(a, b); });
        std::stable_sort(groups_.begin(), groups_.end(), [](const Group& a, const Group& b) {
            return a.box.middle().x < b.box.middle().x;
        });
    }

    std::vector<InkPart> parts() const {
        const float scale = groups_.size() > 1 ? std::max(kUsualHeight / height_, 1.0f) : 1.0f;
        std::vector<InkPart> parts;
        for (const Group& group : groups_) {
            InkPart& part = parts.emplace_back();
            part.box = group.box;
            part.newest = group.strokes.back();
            for (const std::size_t stroke : group.strokes) part.ink.push_back(ink_[stroke]);
            if (scale > 1.0f) enlarge(part.ink, group.box.middle(), scale);
        }
        return parts;
    }

private:
    // Until no two groups belong together any more.
    template <class Predicate>
    void join_all(Predicate belong) {
        for (bool has_joined = true; has_joined;) {
            has_joined = false;
            for (std::size_t i = 0; i < groups_.size(); ++i)
                for (std::size_t j = i + 1; j < groups_.size();) {
                    if (!belong(groups_[i], groups_[j])) {
                        ++j;
                        continue;
                    }
                    join(groups_[i], groups_[j]);
                    groups_.erase(groups_.begin() + static_cast<std::ptrdiff_t>(j));
                    has_joined = true;
                }
        }
    }

    static void enlarge(Ink& ink, InkPoint middle, float scale) {
        for (Stroke& stroke : ink)
            for (InkPoint& p : stroke.points)
                p = {middle.x + scale * (p.x - middle.x), middle.y + scale * (p.y - middle.y)};
    }

    static void join(Group& into, const Group& group) {
        std::vector<std::size_t> strokes;
        std::merge(into.strokes.begin(), into.strokes.end(), group.strokes.begin(),
                   group.strokes.end(), std::back_inserter(strokes));
        into.strokes = std::move(strokes);
        InkBox& box = into.box;
        box.low = {std::min(box.low.x, group.box.low.x), std::min(box.low.y, group.box.low.y)};
        box.high = {std::max(box.high.x, group.box.high.x), std::max(box.high.y, group.box.high.y)};
    }

    // How far one would have to move to be beside the other; negative: the gap between them.
    static float depth(const InkBox& a, const InkBox& b) {
        return std::min(a.high.x - b.low.x, b.high.x - a.low.x);
    }

    bool belong_together(const Group& a, const Group& b) const {
        const float overlap =
            std::min(a.box.high.x, b.box.high.x) - std::max(a.box.low.x, b.box.low.x);
        const float narrower = std::min(a.box.width(), b.box.width());
        if (overlap >= kShare * narrower && depth(a.box, b.box) >= kDepth * height_) return true;
        const bool are_tall = std::min(a.box.height(), b.box.height()) >= kTall * height_;
        if (are_tall && depth(a.box, b.box) < kTouchingDepth * height_) return false;
        return do_touch(a, b);
    }

    bool do_touch(const Group& a, const Group& b) const {
        const float reach = kTouch * height_;
        if (are_apart(a.box, b.box, reach)) return false;
        for (const std::size_t i : a.strokes)
            for (const std::size_t j : b.strokes)
                if (is_within(ink_[i], ink_[j], boxes_[j], reach)) return true;
        return false;
    }

    bool is_fragment(const Group& a, const Group& b) const {
        const float gap = -depth(a.box, b.box);
        if (std::min(a.box.height(), b.box.height()) < kLow * height_ && gap < kNear * height_)
            return true;
        const float both =
            std::max(a.box.high.y, b.box.high.y) - std::min(a.box.low.y, b.box.low.y);
        return std::max(a.box.height(), b.box.height()) < kHalf * both && gap < kNearHalf * both;
    }

    const Ink& ink_;
    float height_;
    std::vector<InkBox> boxes_;  // of the strokes
    std::vector<Group> groups_;
};

}  // namespace

std::vector<InkPart> digits_of(const Ink& ink) {
    return Grouping(ink).parts();
}

}  // namespace nn
