// Replaces react-devtools-core in the bundle.
module.exports = {initialize() {}, connectToDevTools() {}};
