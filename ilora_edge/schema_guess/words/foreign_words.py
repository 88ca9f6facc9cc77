"""What words of other languages mean, in the names of tables and columns and in states.

German, French, Spanish, Portuguese, Italian, Dutch, Scandinavian, Polish, Czech, Russian (also as
transliterated), Turkish, Indonesian, Vietnamese and Chinese (also as pinyin), without accents.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# A star stands for up to five further letters, an inflection or a compound's end. Words that are
# English as well are left out, or stand in _BESIDE.
_MEANINGS = {
    "user": "riyosha riyousha benutzer* nutzer* anwender* utilisateur* usuari* utilizador* "
    "utent* uzytkowni* uzivatel* polzovatel* kullanici* pengguna gebruiker* anvandar* bruker "
    "brukere yonghu nguoidung пользовател* 用户 使用者 ユーザー 사용자",
    "customer": "kunde kunden kunder kundin clientes cliente clienti klient* pelanggan musteri* "
    "kehu zakaznik* pokupatel* klant* khachhang клиент* покупател* 客户 顾客 顧客",
    "member": "kaiin mitglied* membre* membri adherent* abonne abonnes miembro* membro* socio "
    "socios soci anggota lid leden czlonk* clenove medlem* uye uyeler huiyuan thanhvien 会员",
    "reader": "leser lectores lecteur* leitor* lettor* czytelni* ctenar* chitatel* lezer* "
    "okuyucu* duzhe docgia читател* 读者",
    "student": "etudiant* eleve eleves allievo allievi leerling* elever uchenik* "
    "estudiante* alumno* aluno* studente studenti schuler* schueler* uczen uczniowie mahasiswa "
    "siswa ogrenci* xuesheng sinhvien hocvien студент* 学生",
    "person": "personne personnes persona personas pessoa* osoba osoby persoon personen",
    "player": "spieler* joueur* joueuse* jugador* giocator* jogador* speler* gracz gracze igrok* "
    "spelare oyuncu* hrac hraci pemain wanjia игрок* 玩家",
    "viewer": "zuschauer* spectateur* spectatrice* espectador* telespectador* spettator* kijker* "
    "widz widzowie zritel* tittare izleyici* divak divaci penonton зрител* 观众",
    "listener": "hoerer* auditeur* oyente* ascoltator* ouvinte* luisteraar* sluchacz* slushatel* "
    "lyssnare dinleyici* pendengar слушател* 听众",
    "visitor": "besucher* visiteur* visiteuse* visitante* visitator* bezoeker* odwiedzajac* "
    "posetitel* besokare ziyaretci* navstevnik* pengunjung посетител* 访客",
    "guest": "gast gaste gaeste huesped* hospede* convidado* ospite ospiti gasten gosc goscie "
    "gost gosti misafir* tamu гость гости 客人",
    "participant": "teilnehmer* participante* partecipant* deelnemer* uczestni* uchastni* "
    "deltagare katilimci* ucastni* peserta участник* 参加者",
    "patient": "paciente* paziente pazienti pacjent* patsient* hastalar pasien пациент* 患者",
    "traveler": "reisende* voyageur* viajero* viajante* viaggiator* reiziger* podrozn* yolcu*",
    "employee": "mitarbeiter* angestellt* employe employes empleado* funcionario* dipendent* "
    "medewerker* pracownik* sotrudnik* calisan* zamestnan* karyawan сотрудник* 员工",
    "teacher": "lehrer* professeur* enseignant* profesor* maestro* insegnant* docente docenti "
    "leraar leraren nauczyciel* uchitel* prepodavatel* ogretmen* ucitel* larare giaovien "
    "преподавател* учител* 老师 教师",
    "doctor": "arzt arzte aerzte medecin* medico* medici lekarz* vrach* doktorlar lakare dokter "
    "врач* 医生",
    "supplier": "lieferant* fournisseur* proveedor* fornecedor* fornitor* leverancier* dostawc* "
    "postavshchik* tedarikci* dodavatel* leverantor* pemasok nhacungcap поставщик* 供应商",
    "wishlist": "wunschliste* wunschzettel listadeseos deseos desejos desideri verlanglijst* "
    "zyczen onskelist* istekler wishliste* envies 愿望单 收藏夹 "
    "wunsche souhaits deseados desejados",
    "read date": "datelecture datelectures lastdatum",
    "unread": "nonlu nonlus ungelesen noleido noleidos naolido naolidos nonletto nonletti "
    "ongelezen nieprzeczytan* neprecten*",
    "unwatched": "nonvu nonvus nonvue nonvues ungesehen novisto naovisto nonvisto ongezien "
    "nieobejrzan* nezhlednut*",
    "planned": "geplant* prevu prevus planeado* planificad* planejado* pianificat* gepland* "
    "planowan* zaplanowan* zaplanirovan* planlanan* planerad* planovan* direncanakan "
    "запланирован* "
    "naplanovan* planlandi",
    "cart": "warenkorb* panier paniers carrito* carrinho* carrello carrelli winkelwagen* koszyk* "
    "korzin* sepet* varukorg* kosik* keranjang gouwuche giohang корзин* 购物车",
    "queue": "warteschlange* wachtrij* kolejk* ochered* kuyruk* fronta antrean очеред*",
    "waitlist": "warteliste* listaespera wachtlijst*",
    "invited": "eingeladen* convidados invitati uitgenodigd* zaproszen* priglashen* davet* "
    "inbjudna einladung* uitnodiging* приглаш*",
    "blocked": "gesperrt* blockiert* bloquead* bloccat* geblokkeerd* zablokowan* "
    "zablokirovan* engellenen* diblokir заблокир*",
    "recommendation": "empfehlung* recommandation* recomendac* recomendaci* raccomandazion* "
    "aanbeveling* rekomendacj* rekomendatsi* oneriler rekomendasi рекомендац* 推荐",
    "notification": "benachrichtigung* notificac* notificaci* notifich* melding meldingen "
    "powiadomien* uvedomlen* bildirim* oznamen* notifikasi thongbao уведомлен* 通知",
    "comment": "kommentar* commentaire* comentari* commento commenti opmerking* komentarz* "
    "kommentari* yorum* komentar* binhluan pinglun комментар* 评论",
    "stock": "bestand bestande bestaende lagerbestand* inventario* estoque* magazzino voorraad* "
    "magazyn* sklad* stok envanter* zasob* persediaan kucun tonkho склад* 库存",
    "review": "rezension* kritik kritiken avis resena* resenha* recension* recenzj* recenze "
    "retsenzi* otzyv* incelemeler ulasan отзыв*",
    "event": "veranstaltung* evenement* evento eventos eventi wydarzen* meropriyat* etkinlik* "
    "udalost* sukien acara huodong мероприят* 活动",
    "concert": "konzert* concierto* concerti koncert* kontsert* konser* konserter концерт*",
    "beer": "bier biere bieren cerveza* cerveja* birra birre piwo piwa pivo piva bira biralar "
    "пиво 啤酒",
    "wine": "wein weine weinen vino vinos vinho vinhos vini wijn wijnen wina vina saraplar вино "
    "вина",
    "drink": "getrank* getraenk* boisson* bebida* bevand* drankje* dranken napoj napoje napitk* "
    "napitok icecek* minuman напит*",
    "coffee": "kaffee kaffees kawa kawy kofe kahve kahveler koffie caffe kava kopi кофе 咖啡",
    "museum": "museen musee musees museo museos museu museus musei musea muzeum muzea muzei "
    "muzeler музе*",
    "trip": "reise reisen voyages viaje viajes viagem viagens viaggio viaggi reizen podroz* "
    "poezdk* puteshestv* seyahat* geziler cesta cesty perjalanan поездк* путешеств* 旅行",
    "hike": "wanderung* randonnee* senderismo caminata* escursion* wandeling* wedrowk* pokhod* "
    "yuruyus* vandring* поход*",
    "exercise": "ubung ubungen uebung uebungen exercice* ejercicio* exercicio* eserciz* "
    "oefening* cwiczen* uprazhnen* egzersiz* cviceni ovning* latihan упражнен*",
    "workout": "entrenamiento* entrainement* treino treinos allenament* trening* trenirovk* "
    "antrenman* traning* olahraga тренировк*",
    "eaten": "gegessen mange manges comido comidos mangiato mangiati gegeten zjedzon* sedeno "
    "yenilen* dimakan",
    "drunk": "getrunken bebido bebidos bevuto bevuti gedronken wypit* vypit* icilen* diminum",
    "cooked": "gekocht* cocinado* cozinhado* cucinat* gekookt* ugotowan* prigotovl* pisirilen* "
    "dimasak "
    "zubereitet cocinada cocinadas cozinhada cozinhadas uvaren* tillagat tillagad pisirildi "
    "gekookte "
    "приготовлен* koch kochen",
    "tried": "ausprobiert probiert essaye essayes probado* provado* geprobeerd wyprobowan* "
    "poprobov* denenen* dicoba",
    "visited": "visitato visitati visitado* besuchte besuchten bezocht* odwiedzon* poseshchenn* "
    "navstiven* dikunjungi "
    "besucht besokt besokta poseshcheno",
    "tasting": "verkostung* degustation* degustac* degustaci* degustazion* proeverij* degustacj* "
    "degustatsi* tadim*",
    "author": "autor autores autora autori autory autorzy auteur* autore penulis pengarang "
    "yazar* avtor* tacgia zuozhe schrijver* forfatter* forfattar* автор* 作者 "
    "autoren pisarz pisarze autorka",
    "director": "regisseur* realisateur* regista registi diretor* sutradara rezyser* rezhiss* "
    "yonetmen* daoyan daodien режиссер* 导演 "
    "regissor* kantoku",
    "artist": "kunstler* kuenstler* artiste* artista* artysta artysci wykonawc* penyanyi "
    "sanatci* geshou ispolnitel* interpreten исполнител* 歌手",
    "film": "eiga filme filmy filmow filmi filmler pelicula* phim dianying фильм* 电影 映画 영화 "
    "elokuva elokuvat",
    "book": "shoseki tosho buch bucher buecher livre livres livro livros libro libros libri "
    "ksiaz* knih* knig* buku boek boeken bocker boger kitap* sach tushu shuji книг* 图书 书籍 "
    "bok boker bokene bogen "
    "책 도서",
    "song": "gakkyoku kyoku 楽曲 chanson* cancion* cancao cancoes musica musicas musique* canzon* "
    "piosenk* pesni pesnya pisni pisen lagu baihat gequ lieder sarki* песн* 歌曲 "
    "skladba skladby pisne pisnick* latar "
    "노래",
    "track": "piste pistes pista pistas brano brani faixa faixas utwor utwory",
    "album": "alben albumes albuns albumy",
    "series": "serie serien seriale seriali serialy dizi diziler сериал*",
    "episode": "folge folgen episodio* odcin* epizod* эпизод* "
    "capitulo* puntata puntate aflevering* avsnitt afsnit bolum bolumler bolumleri dily episodi",
    "game": "spiel spiele jeu jeux juego* jogo jogos gioco giochi gra gry hra hry igra igry "
    "permainan oyun* youxi игр* 游戏 "
    "spel spellen spill pelit geemu "
    "게임",
    "recipe": "rezept* recette* receta* receita* ricett* przepis* recepten recepty resep рецепт* "
    "recept opskrift* oppskrift* tarifler reseptit",
    "dish": "gericht gerichte plats plato platos prato pratos piatto piatti masakan makanan 菜品",
    "product": "shohin shouhin produkt* produit* producto* produto* prodott* tovar* barang urun "
    "urunler sanpham shangpin товар* 商品",
    "item": "artikel*",
    "article": "articulo* artigo* artykul* statya stati makale* berita wenzhang статья статьи 文章 "
    "articol* clanek clanky artiklar",
    "course": "kurs kurse kursy kursus cours curso cursos corso corsi kechen* khoahoc курс* 课程",
    "lesson": "lektion* lecon* leccion* licao licoes lezion* lekcj* lekci* urok uroki pelajaran "
    "урок*",
    "restaurant": "restaurante* ristorant* restoran* restauracj*",
    "place": "orte lieu lieux lugar lugares luogo luoghi miejsc* tempat",
    "page": "seite seiten pagina paginas strona strony sayfa halaman страниц* 页面 "
    "pagine strana strany stran sidor",
    "photo": "foto fotos bild bilder",
    "title": "daimei タイトル titel titre titres titulo* titolo titoli tytul* judul naslov nazev "
    "tieude baslik* biaoti заголов* 标题 书名 片名 "
    "제목",
    "name": "namae 名前 nom noms nome nomi nombre nombres naam namen nama navn namn nazwa nazwy "
    "jmeno isim xingming mingcheng mingzi hoten nazvan* naimenovan* назван* наименован* имя 名称 "
    "姓名 "
    "이름",
    "firstname": "vorname vornamen prenom prenoms imie imiona imya voornaam fornavn fornamn",
    "surname": "nachname nachnamen cognome cognomi apellido* apelido sobrenome nazwisko nazwiska "
    "familiya prijmeni soyad* soyisim achternaam etternavn efternamn фамили*",
    "password": "passwort kennwort contrasena senha haslo parola heslo sifre wachtwoord losenord "
    "mima matkhau sandi пароль 密码",
    "email": "correo",
    "year": "jahr jahre annee annees anno anni ano anos anio rok roku goda yil tahun jaar nian "
    "год 年份",
    "date": "hizuke nichiji 日時 日付 datum fecha fechas tarih* tanggal ngay riqi dato дата 日期 "
    "날짜",
    "time": "zeit zeiten zeitpunkt uhrzeit heure heures hora horas momento czas vremya zaman "
    "waktu tijd tijdstip tidspunkt shijian thoigian время 时间",
    "history": "rireki verlauf historique* historial* historico* storico cronologia riwayat "
    "lichsu gecmis* historia istoriya jilu lishi geschiedenis истори* 历史 记录 履歴 "
    "protokoll* protokol protokoly logboek* 기록",
    "watched": "shicho shichou etsuran 視聴 閲覧 angesehen gesehen geschaut visionnage* visto "
    "vistos vistas visti viste assistid* visualizac* visualizazion* visioni visione ogladan* "
    "obejrzan* prosmotr* izlenen "
    "izleme* ditonton tonton bekeken gezien visning* guankan daxem просмотр* 观看 浏览 liulan "
    "angeschaut geguckt angeguckt regardes regardees regardee visionn* mirado mirados guardato "
    "guardati guardata gekeken obejrz* wyswietl* zhledn* shledn* viden* sedd sedda sett tittat "
    "tittade izlendi izlenme* izlenenler posmotr* kanguo "
    "看过 已看 看完 視聴済み 見た 시청*",
    "read": "gelesen gelesene* leidos leidas lidos lidas letti lette lesen lese lectura* leitura* "
    "lettura letture lido leido letto czytani* "
    "przeczytan* prochit* chteni* precten* okunan okuma* dibaca baca bacaan gelezen lezen yuedu "
    "dadoc чтени* прочит* 阅读 "
    "leida lida lest leste laest laeste lasning okundu okunma* okunanlar prochten* luettu "
    "luetut "
    "прочте* прочтё* 读过 已读 读完 読了 既読 読んだ 독서 읽은",
    "listened": "gehort gehoert ecoute ecoutes escuch* ascolt* escutad* ouvid* sluchan* odsluch* "
    "proslush* dinlen* dinleme* didengar beluisterd прослуш* 收听 "
    "angehort angehoert ecoutee ecoutees geluisterd wysluch* poslech* poslouch* lyssn* lyttet "
    "lyttede hoer "
    "听过 聴いた",
    "played": "jugad* jogad* giocat* saisei 再生 gespielt abgespielt wiedergabe* reproduccion* "
    "reproducc* reproduzione "
    "riproduzion* reproducoes odtworz* odtwarz* oynatma* diputar bofang 播放 "
    "joue joues jouee jouees gespeeld zagran* grane odegran* odehran* hrano spelat spelade "
    "spelad oynandi oynanan* oynanma* sygran* abspiel* "
    "玩过 сыгран* 재생 遊んだ",
    "loan": "kashidashi 貸出 ausleih* entleih* leihe verleih emprunt* prestam* prestit* emprestim* "
    "locacao locacoes alquiler* "
    "wypozycz* vydach* vypujc* peminjam* pinjam muon phieumuon uitleen uitlening* utlan* udlan "
    "odunc* jieyue выдач* 借阅 借书",
    "return": "ruckgabe* rueckgabe* retour retours devolucion* devolucao devolucoes restituzion* "
    "zwrot* vozvrat* pengembalian kembali iade guihuan teruggave возврат* 归还",
    "order": "chumon chuumon 注文 bestell* auftrag* auftraeg* commande commandes pedido* ordine "
    "ordini encomenda* zamowien* objednav* zakaz* siparis* pesanan dingdan donhang заказ* 订单",
    "purchase": "konyu kounyu 購入 kauf kaufe kaeufe einkauf einkaufe einkaeufe achat achats "
    "compra compras acquist* zakup zakupy pokupk* pembelian aankoop* goumai покупк* 购买",
    "sale": "verkauf verkaufe verkaeufe vente ventes venta ventas venda vendas vendit* sprzedaz* "
    "prodazh* penjualan satis satislar verkoop xiaoshou продаж* 销售",
    "rating": "hyoka hyouka 評価 bewertung* nota notas calificac* puntuac* avaliac* valutazion* "
    "voto voti votos ocen* hodnocen* otsenk* puan* penilaian beoordeling* pingfen danhgia оценк* "
    "评分 "
    "valoracion* cijfer* betyg* punkte "
    "평점 별점",
    "favorite": "okiniiri お気に入り favoris favorito* preferit* ulubion* izbrann* shoucang 收藏 "
    "favorit favoriten favoriter lieblings favori favorita favoritas favoriet* oblib* favoriler",
    "visit": "besuch besuche visite visites visita visitas wizyt* poseshch* navstev* kunjungan "
    "ziyaret* bezoek* fangwen посещ* 访问",
    "booking": "buchung* reservierung* reserva reservas reservacion* prenotazion* rezerw* "
    "bronirov* pemesanan rezervasyon* reservering* yuyue брон* 预订 预约",
    "quantity": "menge anzahl quantite* cantidad* quantidade* quantita ilosc* kolichestv* jumlah "
    "adet miktar aantal antal shuliang soluong количеств* 数量",
    "price": "preis preise prix precio* preco precos prezzo prezzi cena ceny harga fiyat* prijs "
    "prijzen jiage цена 价格",
    "category": "kategori* categorie categorias categoria leibie danhmuc категори* 类别 分类",
    "genre": "gatunek gatunki zhanr* theloai жанр*",
    "status": "estado estados statut statuts stato stati durum* zhuangtai trangthai статус* 状态 "
    "zustand etat etats toestand stav tillstand",
    "type": "typ typen tipo tipos rodzaj* jenis loai leixing 类型",
    "description": "beschreibung* descripc* descric* descrizion* opis opisy deskripsi aciklama* "
    "omschrijving* beskrivn* miaoshu mota описан* 描述",
    "created": "erstellt angelegt creado creacion criado criacao utworzon* sozdan* dibuat "
    "olusturma* aangemaakt chuangjian созда* 创建",
    "updated": "geaendert geandert aktualisiert actualiza* atualiza* modificato zmienion* "
    "obnovl* guncelle* bijgewerkt gengxin обновл* 更新",
    "last": "letzte letzter letztes zuletzt dernier* derniere* ultimo ultima ostatni* posledn* "
    "terakhir laatste senast zuihou последн* 最后 "
    "laatst senaste naposledy zuijin",
    "finished": "beendet abgeschlossen terminad* terminee* finalizad* completad* completat* "
    "concluid* ukonczon* zakonczon* "
    "selesai tamamlan* voltooid wancheng заверш* 完成 "
    "fertig fini finie finis finies acabad* finito finita finiti afgerond uitgelezen skonczon* "
    "dokonc* docten* dohran* avslutad* afsluttet bitti zavershen* kanryo",
    "start": "beginn anfang debut inicio inizio poczatek rozpocze* mulai baslangic kaishi начал* "
    "开始",
    "end": "ende fin fim konec koniec akhir bitis einde jieshu 结束",
    "code": "codigo* codice kode kod kennung identifiant* bianhao 编号 код",
    "no": "nummer numero nro numer nomor номер",
    "birth": "geburt* naissance nacimiento nascimento nascita urodzen* rozhden* lahir dogum "
    "geboorte chusheng",
    "published": "veroffentlich* veroeffentlich* publicac* pubblicazion* wydani* terbit",
    "release": "erscheinung* sortie estreno lancamento uscita premiera",
    "publisher": "verlag editeur* editorial editora editore wydawnictw* izdatel* penerbit "
    "yayinevi uitgever* chubanshe",
    "due": "fallig* faellig* echeance vencimiento vencimento scadenza",
    "city": "stadt ville ciudad cidade citta miasto gorod kota sehir chengshi",
    "address": "adresse adressen direccion endereco indirizzo alamat adres* dizhi diachi",
    "cancelled": "storniert cancelad* annule annulee annullat* anulowan* otmen* dibatalkan iptal "
    "geannuleerd dahuy отмен* 取消",
    "pending": "ausstehend pendiente* pendente* oczekuj* ozhida* menunggu beklemede",
    "delivered": "geliefert entregad* entregue consegnat* dostarcz* dostavl* dikirim",
    "paid": "bezahlt paye payee pagad* pago pagato oplacon* oplach* lunas odendi betaald",
    "returned": "zuruckgegeben zurueckgegeben retourne devuelt* devolvid* restituit* zwrocon* "
    "vozvrashch* dikembalikan iade",
    "deleted": "geloscht geloescht supprime* eliminad* excluid* apagad* usuniet* udalen* dihapus "
    "silindi verwijderd",
    "progress": "fortschritt* avancement progreso progresos progresso progressi voortgang "
    "postep* pokrok* framsteg ilerleme* jindu прогресс* 进度",
    "added": "hinzugefugt hinzugefuegt ajout ajoute ajoutes ajoutee ajoutees agregad* anadid* "
    "adicionad* aggiunt* toegevoegd dodan* pridan* tillagd* tilfojet eklendi eklenme* eklenen* "
    "dobavlen* tsuika tianjia добавл* 添加 追加",
    "stars": "sterne estrellas estrelas sterren gwiazdki hvezd* stjarnor stjerner yildiz*",
    "comic": "bandedessinee bandesdessinees historieta* tebeo* quadrinho* fumett* stripboek* "
    "komiks* tegneserie* cizgiroman* 漫画 комикс*",
    "audiobook": "horbuch horbucher hoerbuch hoerbucher hoerbuecher audiolibr* audiolivro* "
    "luisterboek* audioknih* audioknig* ljudbok* ljudbock* lydbog* lydbok* аудиокниг*",
    "diary": "tagebuch* dagboek* dagbok dagbog dziennik* denik deniky gunluk gunlugu dnevnik* "
    "nikki riji carnet carnets 日記 日记 дневник*",
    "list": "liste lista listas lijst lijsten seznam seznamy spisok spiski liebiao 列表 一覧",
    "play": "partida partidas partita partite",
}
# In a name these mean this only beside another word that is not English: ten_phim, data_leitura.
_BESIDE = {
    "ten": "name", "nam": "year", "xem": "watched", "doc": "read", "nghe": "listened",
    "mua": "purchase", "ma": "code", "ad": "name", "adi": "name", "dia": "day", "data": "date",
    "note": "rating", "ort": "place", "pinjam": "loan", "tur": "genre",
    "uit": "loan", "terug": "return", "gia": "price",
}  # fmt: skip
# Alone, or beside what says that, when or that it is not, they mean this: lu, vu_le, date_lu.
_PARTICIPLES = {
    "vu": "watched", "vus": "watched", "vue": "watched", "vues": "viewed",
    "lu": "read", "lus": "read", "lue": "read", "lues": "read",
}  # fmt: skip
_BESIDE_PARTICIPLES = frozenset(
    {*("le", "date", "est", "deja", "dernier", "last", "at", "is", "nb")}
    | {*("film", "films", "episode", "episodes", "album", "albums", "article", "articles")}
)
# Of, the, and: they join words.
_JOINING = frozenset(
    {*("de", "du", "des", "la", "le", "les", "del", "della", "delle", "dello", "dei", "di", "da")}
    | {*("do", "dos", "das", "el", "van", "von", "der", "die", "zu")}
)
# What is called name_film there is a film's name here.
_HEADS = frozenset({"name", "title", "code", "no"})
_SHORT = {
    "usr": "user", "usrs": "users", "nm": "name", "nme": "name", "itm": "item", "itms": "items",
    "ord": "order", "ords": "orders", "cust": "customer", "custs": "customers", "prod": "product",
    "prods": "products", "prd": "product", "mbr": "member", "mbrs": "members", "dt": "date",
    "dte": "date", "dttm": "datetime", "dtm": "datetime", "hist": "history", "evt": "event",
    "evts": "events", "cnt": "count", "sess": "session", "trk": "track", "descr": "description",
    "crt": "created", "upd": "updated", "cat": "category", "pwd": "password", "bk": "book",
    "purch": "purchase", "subscr": "subscription", "acct": "account", "accts": "accounts",
}  # fmt: skip
_MOST_ENDING = 5
# What stands between the parts of a compound: Erscheinungsjahr.
_LINKS = ("", "s", "n", "en")
_LEAST_PART = 4
_ENGLISH_PARTS = frozenset(
    {"film", "album", "song", "video", "artist", "name", "id", "nr", "no", "user", "app", "datum"}
)


def plain(text: str) -> str:
    """Return a text in lower case, Latin letters without accents: ``Käufe`` is ``kaufe``."""
    lower = text.casefold()
    if lower.isascii():
        return lower
    for letter, base in (("ı", "i"), ("ł", "l"), ("ø", "o"), ("đ", "d"), ("æ", "ae")):
        lower = lower.replace(letter, base)
    marked = unicodedata.normalize("NFKD", lower)
    bare = "".join(c for c in marked if not unicodedata.combining(c))
    return bare if bare.isascii() else unicodedata.normalize("NFC", lower)


def to_english(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a name in English, what is named last, as ``book_title`` does.

    >>> to_english(("titre", "du", "livre")), to_english(("ausleihdatum",))
    (('book', 'title'), ('loan', 'date'))
    """
    found: list[str] = []
    foreign = False
    if {*words} - _BESIDE_PARTICIPLES <= _PARTICIPLES.keys():
        words = [_PARTICIPLES.get(word, word) for word in words]
    for word in _pairs_joined(words):
        parts = _translated(word)
        foreign = foreign or parts is not None
        found.extend(parts or (word,))
    if foreign and len(found) > 1:
        found = [_PARTICIPLES.get(w) or _BESIDE.get(w, w) for w in found if w not in _JOINING]
        if found[0] in _HEADS:
            found = [*found[1:], found[0]]
    return tuple(_SHORT.get(w, w) for w in found) if len(found) > 1 else tuple(found)


def _pairs_joined(words: Sequence[str]) -> list[str]:
    """Return words, those that are written in two as one: ``nguoi dung``."""
    found: list[str] = []
    for word in words:
        if found and found[-1] + word in _EXACT and found[-1] not in _EXACT:
            found[-1] += word
        else:
            found.append(word)
    return found


@lru_cache(maxsize=1 << 14)
def _translated(word: str) -> tuple[str, ...] | None:
    """Return what a word of another language means; None: it is English, or not known."""
    if word in _EXACT:
        return (*_EXACT[word].split(),)
    if (parts := _compound(word)) is not None:
        return parts
    for n in range(len(word), max(1, len(word) - _MOST_ENDING) - 1, -1):
        if word[:n] in _STEMS:
            return (_STEMS[word[:n]],)
    return None


def _compound(word: str) -> tuple[str, ...] | None:
    """Return the parts of a word that is made of several, at least one of them foreign."""
    least = _LEAST_PART if word.isascii() else 1
    for n in range(len(word) - 1, least - 1, -1):
        first = _EXACT.get(word[:n]) or _STEMS.get(word[:n])
        is_english = first is None and word[:n] in _ENGLISH_PARTS
        for link in _LINKS if first is not None or is_english else ():
            rest = word[n:].removeprefix(link)
            if not rest:
                continue
            if first is not None and rest in _ENGLISH_PARTS:
                return first, rest
            long = len(rest) >= least
            further = _translated(rest) if long else None
            if further is not None:
                return first or word[:n], *further
    return None


def _read() -> tuple[dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    stems: dict[str, str] = {}
    for english, words in _MEANINGS.items():
        for word in words.split():
            known = stems if word.endswith("*") else exact
            known.setdefault(word.removesuffix("*"), english)
    return exact, stems


_EXACT, _STEMS = _read()
