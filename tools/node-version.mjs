// The first import of every command: says in one line which Node is needed, before anything that an older one does not know is loaded.
const needed = [22, 13];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  console.error(`Node ${needed.join('.')} or newer is needed, and this is Node ${process.versions.node} (${process.execPath}).`);
  // EX_CONFIG of sysexits.h: starting again will not help.
  process.exit(78);
}
