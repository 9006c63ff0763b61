"""How every screen of the messenger looks: kept pictures, the stage they are taken on, and how they are compared."""
