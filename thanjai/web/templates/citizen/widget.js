// Put on an agency's own site: <a href="…" data-thanjai="…">Our services</a><script async src="…/widget.js"></script>
// Each such link becomes a frame with the services. Without this script it stays a link, which leads to the same.
(() => {
  "use strict";
  const here = document.currentScript ? new URL(document.currentScript.src).origin : "";
  const put = (link) => {
    let address;
    try { address = new URL(link.dataset.thanjai, here); } catch { return; }
    // Nothing is framed but what the script itself comes with.
    if (address.origin !== here || !/^\/(en\/)?widget\//.test(address.pathname)) return;
    const frame = document.createElement("iframe");
    frame.src = address.href;
    frame.title = link.textContent.trim();
    frame.loading = "lazy";
    frame.referrerPolicy = "no-referrer";
    frame.width = "100%";
    frame.height = String(Math.min(1200, Math.max(200, Number(link.dataset.height) || 480)));
    frame.style.border = "0";
    link.replaceWith(frame);
  };
  const all = () => document.querySelectorAll("a[data-thanjai]").forEach(put);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all); else all();
})();
