// Stands in for react-devtools-core in the bundle.
module.exports = {initialize() {}, connectToDevTools() {}};
