// The questions as functions, made from the core's own table when it is loaded. Their types are in questions.d.ts.
"use strict";

const { ask, functions } = require("./dist/ask.js");

module.exports = functions(ask);
