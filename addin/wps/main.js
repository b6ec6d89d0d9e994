// What WPS calls for the ribbon (ribbon.xml). The task pane is a page of its own: pane.html.
"use strict";

const WIDTH = 360;
const KEPT = "jibiao_pane"; // under which WPS keeps the number of the pane, for all pages of the add-in

window.jibiao = {
  onLoad: () => true,
  image: () => "icon.svg",

  // Opens the pane, or closes it.
  open() {
    const number = wps.PluginStorage.getItem(KEPT);
    const known = number ? wps.GetTaskPane(Number(number)) : null;
    if (known) {
      known.Visible = !known.Visible;
    } else {
      const made = wps.CreateTaskPane(new URL("pane.html", location.href).href, document.title);
      wps.PluginStorage.setItem(KEPT, made.ID);
      made.Width = WIDTH;
      made.Visible = true;
    }
    return true;
  },
};
