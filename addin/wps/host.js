// WPS's objects for Python, which knows each by a number (jibiao.wps.com). What passes is JSON; what WPS raises is raised.
"use strict";

const host = {
  objects: [],

  // Objects of an earlier command are of no use to the next one.
  begin() {
    this.objects = [wps.EtApplication()];
  },

  ask(what, number, name, told) {
    const thing = host.objects[number];
    const given = JSON.parse(told).map((one) => (one?.$ === undefined ? one : host.objects[one.$]));
    if (what === "set") {
      thing[name] = given[0];
      return "null";
    }
    return JSON.stringify(host.plain(what === "call" ? thing[name](...given) : thing[name]));
  },

  // Values as they are, rows of them as lists, any other object as its number.
  plain(found) {
    if (Array.isArray(found)) return found.map(host.plain);
    if (found === null || found === undefined || !["object", "function"].includes(typeof found)) return found ?? null;
    return { $: host.objects.push(found) - 1 };
  },
};
