// Many small pictures in rows, each with what it was read as in a corner; a frame marks the wrong ones.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/cli/png.h"
#include "engine/data/ink.h"

namespace nn::cli {

struct SheetItem {
    std::vector<std::uint8_t> image;  // in the style of the sheet
    int digit = -1;                   // what it was read as; -1: nothing
    bool is_wrong = false;
};

Picture contact_sheet(std::span<const SheetItem> items, const ImageStyle& style);

}  // namespace nn::cli
