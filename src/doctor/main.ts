import { doctor } from './doctor.js';
import { askPerson } from './fix/ask-person.js';
import { paintFor } from './report/text.js';

process.exitCode = await doctor(
  process.argv.slice(2),
  {},
  {
    say: (text) => void process.stdout.write(text),
    confirm: askPerson,
    paint: paintFor(process.stdout),
  },
);
