// Reads web/app/icons.txt: lines of "name" or "name = lucide-name", and # comments.
import { readFileSync } from 'node:fs';

export function readIconList(path) {
  return readFileSync(path, 'utf8').split('\n').map((line) => line.trim())
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => {
      const [name, lucide = name] = line.split('=').map((part) => part.trim());
      return { name, lucide };
    });
}
