// What the pages with passkeys add to allauth's scripts: they show what needs a script, and say when a passkey failed.
if (window.PublicKeyCredential) {
  for (const one of document.querySelectorAll("[data-needs-script]")) one.hidden = false
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault()
  for (const trouble of document.querySelectorAll("[data-passkey-trouble]")) trouble.hidden = false
})
