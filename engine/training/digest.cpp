#include "engine/training/digest.h"

#include <bit>

namespace nn {

namespace {

constexpr std::uint64_t kPrime = 0x100000001b3u;

std::uint64_t plus_word(std::uint64_t hash, std::uint32_t word) {
    return (hash ^ word) * kPrime;
}

template <class Scalar>
std::span<const Scalar> weights_of(const DenseLayer<Scalar>& layer) {
    return first_rows(layer.W, layer.inputs());
}

template <class Scalar>
std::span<const Scalar> biases_of(const DenseLayer<Scalar>& layer) {
    return {layer.b.data(), static_cast<std::size_t>(layer.units())};
}

}  // namespace

void Fingerprint::add(std::span<const float> numbers) {
    std::uint64_t hash = hash_;
    for (const float number : numbers)
        hash =
            plus_word(hash, number == number ? std::bit_cast<std::uint32_t>(number) : 0x7fc00000u);
    hash_ = hash;
}

void Fingerprint::add(std::span<const double> numbers) {
    std::uint64_t hash = hash_;
    for (const double number : numbers) {
        const std::uint64_t bits =
            number == number ? std::bit_cast<std::uint64_t>(number) : 0x7ff8000000000000u;
        hash = plus_word(hash, static_cast<std::uint32_t>(bits));
        hash = plus_word(hash, static_cast<std::uint32_t>(bits >> 32));
    }
    hash_ = hash;
}

template <class Scalar>
std::uint64_t fingerprint_of(const Network<Scalar>& network) {
    Fingerprint fingerprint;
    for (const DenseLayer<Scalar>& layer : network.layers) {
        fingerprint.add(weights_of(layer));
        fingerprint.add(biases_of(layer));
    }
    return fingerprint.value();
}

template <class Scalar>
std::vector<std::uint64_t> tensor_fingerprints(const Network<Scalar>& network) {
    std::vector<std::uint64_t> fingerprints;
    for (const DenseLayer<Scalar>& layer : network.layers) {
        for (const std::span<const Scalar> tensor : {weights_of(layer), biases_of(layer)}) {
            Fingerprint fingerprint;
            fingerprint.add(tensor);
            fingerprints.push_back(fingerprint.value());
        }
    }
    return fingerprints;
}

std::uint64_t DigestChain::mixed_with(std::uint64_t fingerprint) const {
    std::uint64_t h = chain_ * kPrime + fingerprint;
    h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
    h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53u;
    return h ^ (h >> 33);
}

template std::uint64_t fingerprint_of(const Network<float>&);
template std::uint64_t fingerprint_of(const Network<double>&);
template std::vector<std::uint64_t> tensor_fingerprints(const Network<float>&);
template std::vector<std::uint64_t> tensor_fingerprints(const Network<double>&);

}  // namespace nn
