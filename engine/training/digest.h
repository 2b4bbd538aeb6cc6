// The digest of a session: 64 bits in which two runs of one recipe to one step agree on every
// platform, and which differ as soon as a single bit of a single weight has differed at the end of
// an epoch or does now. Not meant to withstand forgery. docs/arithmetic.md has an example worked
// out.
//
// All arithmetic is that of unsigned integers of 64 bits, modulo 2^64.
//
//   fingerprint(numbers):  h = 0xcbf29ce484222325
//                          for each number, for each of its 32-bit words, the low one first:
//                              h = (h xor word) * 0x100000001b3
//     A float is one word, a double two. The two zeros differ. Any NaN counts as the quiet one,
//     0x7fc00000 or 0x7ff8000000000000: which NaN arises is the processor's own affair. (This is
//     FNV-1a by words instead of bytes, which is four times as fast.)
//
//   mix(chain, f):         h = chain * 0x100000001b3 + f
//                          h = (h xor h >> 33) * 0xff51afd7ed558ccd
//                          h = (h xor h >> 33) * 0xc4ceb9fe1a85ec53
//                          h xor h >> 33
//
//   chain = 0xcbf29ce484222325 at first, and mix(chain, fingerprint(parameters)) at the end of each
//   epoch; the digest is mix(chain, fingerprint(parameters as they are now)).
//
// The parameters are those of parameters_of in its order, in the precision of the training: for
// each layer the weights input by input, then the biases.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/network/network.h"

namespace nn {

// As above, of numbers that come in pieces.
class Fingerprint {
public:
    void add(std::span<const float> numbers);
    void add(std::span<const double> numbers);
    std::uint64_t value() const { return hash_; }

private:
    std::uint64_t hash_ = 0xcbf29ce484222325u;
};

template <class Scalar>
std::uint64_t fingerprint_of(const Network<Scalar>& network);

// Of each tensor by itself: the weights, then the biases of each layer.
template <class Scalar>
std::vector<std::uint64_t> tensor_fingerprints(const Network<Scalar>& network);

class DigestChain {
public:
    template <class Scalar>
    void end_epoch(const Network<Scalar>& network) {
        chain_ = mixed_with(fingerprint_of(network));
    }

    template <class Scalar>
    std::uint64_t digest(const Network<Scalar>& network) const {
        return mixed_with(fingerprint_of(network));
    }

private:
    std::uint64_t mixed_with(std::uint64_t fingerprint) const;

    std::uint64_t chain_ = 0xcbf29ce484222325u;
};

}  // namespace nn
