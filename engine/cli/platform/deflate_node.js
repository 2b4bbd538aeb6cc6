// What deflate_node.cpp calls; `require` is there in a program for Node, and elsewhere this fails.
addToLibrary({
    $withZlib: (call, from, size, to, room) => {
        try {
            const bytes = call(require('zlib'), HEAPU8.subarray(from, from + size));
            if (bytes.length > room) return -1;
            HEAPU8.set(bytes, to);
            return bytes.length;
        } catch {
            return -1;
        }
    },
    inkling_deflate__deps: ['$withZlib'],
    inkling_deflate: (from, size, to, room) =>
        withZlib((zlib, bytes) => zlib.deflateRawSync(bytes, { level: 9 }), from, size, to, room),
    inkling_inflate__deps: ['$withZlib'],
    inkling_inflate: (from, size, to, room) =>
        withZlib((zlib, bytes) => zlib.inflateRawSync(bytes, { maxOutputLength: room }), from, size, to, room),
});
