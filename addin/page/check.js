// Whether this browser can run Python. Written so that the oldest ones can read it; page.js looks at `ableToRun`.
var ableToRun = (function () {
  try {
    // A module with a function that takes an externref: what Pyodide is made with.
    var externref = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 1, 111, 0]);
    return (
      WebAssembly.validate(externref) &&
      typeof DecompressionStream === "function" &&
      typeof structuredClone === "function" &&
      typeof Array.prototype.at === "function"
    );
  } catch (error) {
    return false;
  }
})();
if (ableToRun) document.documentElement.className = "able";
